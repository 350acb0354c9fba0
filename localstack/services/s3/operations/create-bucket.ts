import type { Operation } from '../../../engine/service.ts';
import { invalidBucketName } from '../errors.ts';
import type { S3State } from '../state.ts';
import type { Tag } from '../store/version.ts';
import { checkTags } from '../tags.ts';

interface CreateBucket {
  readonly Bucket: string;
  readonly CreateBucketConfiguration?: { readonly LocationConstraint?: string; readonly Tags?: readonly Tag[] };
  readonly ObjectOwnership?: string;
}

/** What every new bucket has had since April 2023. https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html */
const nobodyElse = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Makes a bucket. One that is there already is answered as made, as S3 does in us-east-1. */
export function createBucket({ engine, buckets }: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      CreateBucketConfiguration: { type: 'structure' },
      ACL: { type: 'string', enum: ['private'] },
      ObjectOwnership: { type: 'string', enum: ['BucketOwnerEnforced'] },
    },
    run({ Bucket, CreateBucketConfiguration = {}, ObjectOwnership = 'BucketOwnerEnforced' }: CreateBucket) {
      checkName(Bucket);
      const { LocationConstraint: location, Tags } = CreateBucketConfiguration;
      if (Tags) checkTags(Tags, 50);
      if (!buckets.find(Bucket)) {
        buckets.put({
          name: Bucket,
          createdAtMs: engine.clock.nowMs(),
          ...(location !== undefined && location !== 'us-east-1' && { location }),
          settings: {
            publicAccessBlock: nobodyElse,
            ownershipControls: { Rules: [{ ObjectOwnership }] },
            ...(Tags && { tagging: { TagSet: Tags } }),
          },
        });
      }
      return { Location: `/${Bucket}`, BucketArn: `arn:aws:s3:::${Bucket}` };
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function checkName(name: string): void {
  const isShaped = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u.test(name) && !/\.\.|^\d+\.\d+\.\d+\.\d+$/u.test(name);
  const isReserved = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/u.test(name);
  if (!isShaped || isReserved) throw invalidBucketName(name);
}
