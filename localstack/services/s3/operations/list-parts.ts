import type { Call, Operation } from '../../../engine/service.ts';
import { findUpload, uploadParameters, type UploadName } from '../find-upload.ts';
import { pageSize, takePage } from '../key-listing.ts';
import type { S3State } from '../state.ts';
import { partChecksum } from '../store-part.ts';

interface ListParts extends UploadName {
  readonly MaxParts?: number;
  readonly PartNumberMarker?: number;
}

export function listParts(state: S3State): Operation {
  return {
    parameters: { ...uploadParameters, MaxParts: { type: 'integer' }, PartNumberMarker: { type: 'integer' } },
    run(input: ListParts, { accountId }: Call) {
      const { Bucket, Key, UploadId, MaxParts = 1000, PartNumberMarker = 0 } = input;
      const { members } = findUpload(state, input).details;
      const rest = state.uploads.parts(UploadId).filter(({ partNumber }) => partNumber > PartNumberMarker);
      const { page, isTruncated } = takePage(rest, pageSize(MaxParts, 'max-parts'));
      return {
        Bucket,
        Key,
        UploadId,
        PartNumberMarker,
        NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
        MaxParts,
        IsTruncated: isTruncated,
        Initiator: { ID: accountId },
        Owner: { ID: accountId },
        StorageClass: members['StorageClass'] ?? 'STANDARD',
        ChecksumAlgorithm: members['ChecksumAlgorithm'],
        ChecksumType: members['ChecksumType'],
        Parts: page.map((part) => ({
          PartNumber: part.partNumber,
          LastModified: part.modifiedAtMs,
          ETag: part.etag,
          Size: part.sizeBytes,
          ...partChecksum(members, part),
        })),
      };
    },
  };
}
