import type { Operation } from '../../engine/service.ts';
import type { Parameter } from '../../engine/validation.ts';
import type { CloudwatchState } from './state.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export const tagList: Parameter = {
  type: 'list',
  lengthMax: 50,
  member: {
    type: 'structure',
    members: {
      Key: { type: 'string', required: true, lengthMin: 1, lengthMax: 128 },
      Value: { type: 'string', required: true, lengthMax: 256 },
    },
  },
};

const arn: Parameter = { type: 'string', required: true, lengthMin: 1, lengthMax: 1024 };

export function readTags(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** Tags of alarms. */
export function tagOperations({ alarms }: CloudwatchState): Readonly<Record<string, Operation>> {
  return {
    ListTagsForResource: {
      parameters: { ResourceARN: arn },
      run({ ResourceARN }: { readonly ResourceARN: string }) {
        const { tags } = alarms.byArn(ResourceARN);
        return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
      },
    },
    TagResource: {
      parameters: { ResourceARN: arn, Tags: { ...tagList, required: true } },
      run({ ResourceARN, Tags }: { readonly ResourceARN: string; readonly Tags: readonly Tag[] }) {
        const alarm = alarms.byArn(ResourceARN);
        alarms.put({ ...alarm, tags: { ...alarm.tags, ...readTags(Tags) } });
      },
    },
    UntagResource: {
      parameters: { ResourceARN: arn, TagKeys: { type: 'list', required: true, member: { type: 'string' } } },
      run({ ResourceARN, TagKeys }: { readonly ResourceARN: string; readonly TagKeys: readonly string[] }) {
        const alarm = alarms.byArn(ResourceARN);
        const kept = Object.entries(alarm.tags).filter(([key]) => !TagKeys.includes(key));
        alarms.put({ ...alarm, tags: Object.fromEntries(kept) });
      },
    },
  };
}
