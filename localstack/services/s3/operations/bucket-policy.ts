/** GetBucketPolicy, PutBucketPolicy, DeleteBucketPolicy. The policy is kept as its text. */
import { AwsError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import type { S3State } from '../state.ts';

interface NamedBucket {
  readonly Bucket: string;
}

interface PutBucketPolicy extends NamedBucket {
  /** Bytes from the wire, text inside the cloud. */
  readonly Policy: Uint8Array | string;
}

const parameters = { Bucket: { type: 'string', required: true } } as const;

export function getBucketPolicy({ buckets }: S3State): Operation {
  return {
    parameters,
    run({ Bucket }: NamedBucket) {
      const { policy } = buckets.get(Bucket).settings as { policy?: string };
      if (policy !== undefined) return { Policy: policy };
      throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: Bucket });
    },
  };
}

export function putBucketPolicy({ buckets }: S3State): Operation {
  return {
    parameters: { ...parameters, Policy: { type: 'any' } },
    run({ Bucket, Policy }: PutBucketPolicy) {
      buckets.get(Bucket);
      const text = Buffer.from(Policy).toString('utf8');
      checkPolicy(text);
      buckets.set(Bucket, 'policy', text);
      return {};
    },
  };
}

export function deleteBucketPolicy({ buckets }: S3State): Operation {
  return {
    parameters,
    run({ Bucket }: NamedBucket) {
      buckets.set(Bucket, 'policy', undefined);
      return {};
    },
  };
}

function checkPolicy(text: string): void {
  const policy = parse(text);
  if (policy === undefined) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  if (policy['Statement'] === undefined) throw malformed('Missing required field Statement');
}

function parse(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicy', message);
}
