import type { Call, Operation } from '../../../engine/service.ts';
import type { S3State } from '../state.ts';

export function headBucket({ buckets }: S3State): Operation {
  return {
    parameters: { Bucket: { type: 'string', required: true } },
    run({ Bucket }: { readonly Bucket: string }, { region }: Call) {
      const { name, location = region } = buckets.get(Bucket);
      return { BucketArn: `arn:aws:s3:::${name}`, BucketRegion: location, AccessPointAlias: false };
    },
  };
}
