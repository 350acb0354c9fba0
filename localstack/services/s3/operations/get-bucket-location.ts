import type { Operation } from '../../../engine/service.ts';
import type { S3State } from '../state.ts';

/** Answers no constraint for us-east-1. */
export function getBucketLocation({ buckets }: S3State): Operation {
  return {
    parameters: { Bucket: { type: 'string', required: true } },
    run: ({ Bucket }: { readonly Bucket: string }) => ({ LocationConstraint: buckets.get(Bucket).location }),
  };
}
