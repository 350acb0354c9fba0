import type { Call, Operation } from '../../../engine/service.ts';
import { readToken, writeToken } from '../continuation-token.ts';
import type { S3State } from '../state.ts';

interface ListBuckets {
  readonly Prefix?: string;
  readonly MaxBuckets?: number;
  readonly ContinuationToken?: string;
  readonly BucketRegion?: string;
}

export function listBuckets({ buckets }: S3State): Operation {
  return {
    parameters: {
      Prefix: { type: 'string' },
      MaxBuckets: { type: 'integer', valueMin: 1, valueMax: 10_000 },
      ContinuationToken: { type: 'string' },
      BucketRegion: { type: 'string' },
    },
    run({ Prefix, MaxBuckets = 10_000, ContinuationToken, BucketRegion }: ListBuckets, { accountId, region }: Call) {
      const after = ContinuationToken === undefined ? '' : readToken(ContinuationToken);
      const fitting = buckets
        .list()
        .filter(({ name }) => name > after && name.startsWith(Prefix ?? ''))
        .filter(({ location = region }) => BucketRegion === undefined || location === BucketRegion);
      const page = fitting.slice(0, MaxBuckets);
      const last = page.at(-1);
      return {
        Buckets: page.map(({ name, createdAtMs, location = region }) => ({
          Name: name,
          CreationDate: createdAtMs,
          BucketRegion: location,
          BucketArn: `arn:aws:s3:::${name}`,
        })),
        Owner: { ID: accountId },
        Prefix,
        ...(last && fitting.length > page.length && { ContinuationToken: writeToken(last.name) }),
      };
    },
  };
}
