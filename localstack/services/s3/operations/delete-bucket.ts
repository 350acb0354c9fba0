import type { Operation } from '../../../engine/service.ts';
import { bucketNotEmpty } from '../errors.ts';
import type { S3State } from '../state.ts';
import { versioningOf } from '../store/buckets.ts';

/** Deletes a bucket that holds nothing, no old version and no delete marker either. Uploads in progress go with it. */
export function deleteBucket({ buckets, versions, uploads }: S3State): Operation {
  return {
    parameters: { Bucket: { type: 'string', required: true } },
    run({ Bucket }: { readonly Bucket: string }) {
      const bucket = buckets.get(Bucket);
      if (versions.hasAny(Bucket)) throw bucketNotEmpty(Bucket, versioningOf(bucket) !== undefined);
      for (const { uploadId } of uploads.list(Bucket, '')) uploads.remove(uploadId);
      buckets.delete(Bucket);
      return {};
    },
  };
}
