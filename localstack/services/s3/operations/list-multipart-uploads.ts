import type { Call, Operation } from '../../../engine/service.ts';
import { keyEncoder, listKeys, pageSize, resumeAfter, takePage } from '../key-listing.ts';
import { keysOf, prefixesOf } from '../list-entries.ts';
import type { S3State } from '../state.ts';
import type { Upload } from '../store/uploads.ts';

interface ListMultipartUploads {
  readonly Bucket: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxUploads?: number;
  readonly KeyMarker?: string;
  readonly UploadIdMarker?: string;
  readonly EncodingType?: string;
}

export function listMultipartUploads({ buckets, uploads }: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      Prefix: { type: 'string' },
      Delimiter: { type: 'string' },
      MaxUploads: { type: 'integer' },
      KeyMarker: { type: 'string' },
      UploadIdMarker: { type: 'string' },
      EncodingType: { type: 'string' },
    },
    run(input: ListMultipartUploads, { accountId }: Call) {
      const { Bucket, Prefix = '', Delimiter = '', MaxUploads = 1000, KeyMarker = '', UploadIdMarker = '' } = input;
      buckets.get(Bucket);
      const encode = keyEncoder(input.EncodingType);
      const isShownAlready = ({ key, uploadId }: Upload): boolean => key === KeyMarker && uploadId <= UploadIdMarker;
      const isWithinKey = UploadIdMarker !== '' || KeyMarker === '';
      const list = listKeys({
        prefix: Prefix,
        delimiter: Delimiter,
        from: isWithinKey ? KeyMarker : resumeAfter(KeyMarker, Delimiter, Prefix),
        rows: (from, to) =>
          uploads.list(Bucket, from, to).filter((upload) => UploadIdMarker === '' || !isShownAlready(upload)),
      });
      const { page, isTruncated } = takePage(list, pageSize(MaxUploads, 'max-uploads'));
      const last = page.at(-1);
      return {
        Bucket,
        KeyMarker: encode(KeyMarker),
        UploadIdMarker,
        ...(isTruncated && last && { NextKeyMarker: encode(last.key) }),
        ...(isTruncated && last?.kind === 'key' && { NextUploadIdMarker: last.row.uploadId }),
        Prefix: encode(Prefix),
        ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
        MaxUploads,
        IsTruncated: isTruncated,
        EncodingType: input.EncodingType,
        Uploads: keysOf(page).map(({ key, row }) => ({
          UploadId: row.uploadId,
          Key: encode(key),
          Initiated: row.initiatedAtMs,
          StorageClass: row.details.members['StorageClass'] ?? 'STANDARD',
          Owner: { ID: accountId },
          Initiator: { ID: accountId },
          ChecksumAlgorithm: row.details.members['ChecksumAlgorithm'],
          ChecksumType: row.details.members['ChecksumType'],
        })),
        CommonPrefixes: prefixesOf(page, encode),
      };
    },
  };
}
