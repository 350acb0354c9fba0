/** GetBucketX, PutBucketX and DeleteBucketX for every row of `bucket-settings.ts`. */
import { AwsError } from '../../../engine/aws-error.ts';
import type { Operation, OperationTable } from '../../../engine/service.ts';
import { bucketSettings, type BucketSetting } from '../bucket-settings.ts';
import type { S3State } from '../state.ts';

interface NamedBucket {
  readonly Bucket: string;
}

export function settingOperations(state: S3State): OperationTable {
  return Object.fromEntries(bucketSettings.flatMap((setting) => operationsOf(setting, state)));
}

const parameters = { Bucket: { type: 'string', required: true } } as const;

function operationsOf(setting: BucketSetting, { buckets }: S3State): [string, Operation][] {
  const { name, member, operations, answerMember } = setting;
  const get: Operation = {
    parameters,
    run({ Bucket }: NamedBucket) {
      const bucket = buckets.get(Bucket);
      const value = bucket.settings[name] ?? setting.missing(bucket);
      if (value instanceof AwsError) throw value;
      return answerMember === undefined ? value : { [answerMember]: value };
    },
  };
  const put: Operation = {
    parameters: { ...parameters, [member]: { type: 'structure', required: true } },
    run(input: NamedBucket & Readonly<Record<string, unknown>>) {
      const document = input[member] as Record<string, unknown>;
      buckets.get(input.Bucket);
      setting.check?.(document);
      buckets.set(input.Bucket, name, document);
      return {};
    },
  };
  const remove: Operation = {
    parameters,
    run({ Bucket }: NamedBucket) {
      buckets.set(Bucket, name, undefined);
      return {};
    },
  };
  const all: [string, Operation][] = [
    [operations.get, get],
    [operations.put, put],
  ];
  return operations.delete === undefined ? all : [...all, [operations.delete, remove]];
}
