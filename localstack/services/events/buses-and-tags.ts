/** DescribeEventBus and ListEventBuses (there is the default bus), and the tags of rules. */
import type { OperationTable } from '../../engine/service.ts';
import { tagList } from './names.ts';
import type { Rule } from './rules.ts';
import type { EventsState } from './state.ts';

const resourceArn = { type: 'string', required: true, lengthMin: 1, lengthMax: 1600 } as const;

export function busOperations({ rules }: EventsState): OperationTable {
  const describe = () => ({ Name: 'default', Arn: rules.busArn() });
  return {
    DescribeEventBus: {
      parameters: { Name: { type: 'string' } },
      run({ Name }: { readonly Name?: string }) {
        rules.checkBus(Name);
        return describe();
      },
    },
    ListEventBuses: {
      parameters: { NamePrefix: { type: 'string' }, NextToken: { type: 'string' }, Limit: { type: 'integer' } },
      run: ({ NamePrefix = '' }: { readonly NamePrefix?: string }) => ({
        EventBuses: 'default'.startsWith(NamePrefix) ? [describe()] : [],
      }),
    },
  };
}

export function tagOperations({ rules }: EventsState): OperationTable {
  return {
    TagResource: {
      parameters: { ResourceARN: resourceArn, Tags: { ...tagList, required: true } },
      run({ ResourceARN, Tags }: { readonly ResourceARN: string; readonly Tags: Rule['tags'] }) {
        const rule = rules.byArn(ResourceARN);
        const kept = rule.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
        rules.put({ ...rule, tags: [...kept, ...Tags] });
      },
    },
    UntagResource: {
      parameters: { ResourceARN: resourceArn, TagKeys: { type: 'list', required: true, member: { type: 'string' } } },
      run({ ResourceARN, TagKeys }: { readonly ResourceARN: string; readonly TagKeys: readonly string[] }) {
        const rule = rules.byArn(ResourceARN);
        rules.put({ ...rule, tags: rule.tags.filter(({ Key }) => !TagKeys.includes(Key)) });
      },
    },
    ListTagsForResource: {
      parameters: { ResourceARN: resourceArn },
      run: ({ ResourceARN }: { readonly ResourceARN: string }) => ({ Tags: rules.byArn(ResourceARN).tags }),
    },
  };
}
