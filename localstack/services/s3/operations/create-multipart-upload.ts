import { randomName } from '../../../engine/random.ts';
import type { Operation } from '../../../engine/service.ts';
import { checksumAlgorithms, type ChecksumAlgorithm } from '../checksums.ts';
import { invalidRequest } from '../errors.ts';
import { checkKey, detailsOf, objectParameters, writtenMembers, type ObjectMembers } from '../object-members.ts';
import type { S3State } from '../state.ts';

interface CreateMultipartUpload extends ObjectMembers {
  readonly Bucket: string;
  readonly Key: string;
  readonly ChecksumAlgorithm?: ChecksumAlgorithm;
  readonly ChecksumType?: 'COMPOSITE' | 'FULL_OBJECT';
}

export function createMultipartUpload(state: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      Key: { type: 'string', required: true },
      ChecksumAlgorithm: { type: 'string', enum: checksumAlgorithms },
      ChecksumType: { type: 'string', enum: ['COMPOSITE', 'FULL_OBJECT'] },
      ...objectParameters,
    },
    run(input: CreateMultipartUpload) {
      const { Bucket, Key, ChecksumAlgorithm } = input;
      checkKey(Key);
      const { members, tags } = detailsOf(input, state.buckets.get(Bucket));
      const ChecksumType = checksumType(input);
      const details = { members: { ...members, ChecksumAlgorithm, ChecksumType }, tags };
      const uploadId = randomName(state.engine.random, 64);
      state.uploads.put({ uploadId, bucket: Bucket, key: Key, initiatedAtMs: state.engine.clock.nowMs(), details });
      return { Bucket, Key, UploadId: uploadId, ChecksumAlgorithm, ...writtenMembers(details) };
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html: which type goes with which algorithm. */
function checksumType({ ChecksumAlgorithm: algorithm, ChecksumType: type }: CreateMultipartUpload): string | undefined {
  if (algorithm === undefined) {
    if (type === undefined) return undefined;
    // Unsure of the words, here and below.
    throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
  }
  const onlyType = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : algorithm.startsWith('SHA') ? 'COMPOSITE' : undefined;
  if (type !== undefined && onlyType !== undefined && type !== onlyType) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return type ?? onlyType ?? 'COMPOSITE';
}
