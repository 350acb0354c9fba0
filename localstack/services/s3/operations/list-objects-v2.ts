import type { Call, Operation } from '../../../engine/service.ts';
import { readToken, writeToken } from '../continuation-token.ts';
import { keyAfter, keyEncoder, listKeys, pageSize, resumeAfter, takePage } from '../key-listing.ts';
import { keysOf, listEntry, prefixesOf } from '../list-entries.ts';
import type { S3State } from '../state.ts';

interface ListObjectsV2 {
  readonly Bucket: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly ContinuationToken?: string;
  readonly StartAfter?: string;
  readonly EncodingType?: string;
  readonly FetchOwner?: boolean;
}

export function listObjectsV2({ buckets, versions }: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      Prefix: { type: 'string' },
      Delimiter: { type: 'string' },
      MaxKeys: { type: 'integer' },
      ContinuationToken: { type: 'string' },
      StartAfter: { type: 'string' },
      EncodingType: { type: 'string' },
      FetchOwner: { type: 'boolean' },
    },
    run(input: ListObjectsV2, { accountId }: Call) {
      const { Bucket, Prefix = '', Delimiter = '', MaxKeys = 1000, ContinuationToken, StartAfter } = input;
      buckets.get(Bucket);
      const encode = keyEncoder(input.EncodingType);
      const first = StartAfter === undefined ? '' : keyAfter(StartAfter);
      const list = listKeys({
        prefix: Prefix,
        delimiter: Delimiter,
        from: ContinuationToken === undefined ? first : readToken(ContinuationToken),
        rows: (from, to) => versions.objects(Bucket, from, to),
      });
      const { page, isTruncated } = takePage(list, pageSize(MaxKeys));
      const last = page.at(-1);
      return {
        Name: Bucket,
        Prefix: encode(Prefix),
        ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
        MaxKeys,
        KeyCount: page.length,
        IsTruncated: isTruncated,
        EncodingType: input.EncodingType,
        ContinuationToken,
        StartAfter: StartAfter === undefined ? undefined : encode(StartAfter),
        ...(isTruncated && last && { NextContinuationToken: writeToken(resumeAfter(last.key, Delimiter, Prefix)) }),
        Contents: keysOf(page).map(({ key, row }) => ({
          Key: encode(key),
          ...listEntry(row),
          ...(input.FetchOwner === true && { Owner: { ID: accountId } }),
        })),
        CommonPrefixes: prefixesOf(page, encode),
      };
    },
  };
}
