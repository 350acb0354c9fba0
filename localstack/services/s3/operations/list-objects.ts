import type { Call, Operation } from '../../../engine/service.ts';
import { keyEncoder, listKeys, pageSize, resumeAfter, takePage } from '../key-listing.ts';
import { keysOf, listEntry, prefixesOf } from '../list-entries.ts';
import type { S3State } from '../state.ts';

interface ListObjects {
  readonly Bucket: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly Marker?: string;
  readonly EncodingType?: string;
}

/** The first version of the list, which older clients still use: goes on after a key instead of a token. */
export function listObjects({ buckets, versions }: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      Prefix: { type: 'string' },
      Delimiter: { type: 'string' },
      MaxKeys: { type: 'integer' },
      Marker: { type: 'string' },
      EncodingType: { type: 'string' },
    },
    run(input: ListObjects, { accountId }: Call) {
      const { Bucket, Prefix = '', Delimiter = '', MaxKeys = 1000, Marker = '', EncodingType } = input;
      buckets.get(Bucket);
      const encode = keyEncoder(EncodingType);
      const list = listKeys({
        prefix: Prefix,
        delimiter: Delimiter,
        from: Marker === '' ? '' : resumeAfter(Marker, Delimiter, Prefix),
        rows: (from, to) => versions.objects(Bucket, from, to),
      });
      const { page, isTruncated } = takePage(list, pageSize(MaxKeys));
      const last = page.at(-1);
      return {
        Name: Bucket,
        Prefix: encode(Prefix),
        Marker: encode(Marker),
        ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
        MaxKeys,
        IsTruncated: isTruncated,
        EncodingType,
        // S3 says where to go on only with a delimiter; without one it is the last key, which clients know.
        ...(isTruncated && last && Delimiter !== '' && { NextMarker: encode(last.key) }),
        Contents: keysOf(page).map(({ key, row }) => ({
          Key: encode(key),
          ...listEntry(row),
          Owner: { ID: accountId },
        })),
        CommonPrefixes: prefixesOf(page, encode),
      };
    },
  };
}
