/** Tags of log groups, under their present names and the older ones that clients still use. */
import type { OperationTable } from '../../engine/service.ts';
import { groupIdentifier, groupName, tags } from './names.ts';
import type { LogsState } from './state.ts';

const keys = { type: 'list', member: { type: 'string' }, required: true } as const;

export function tagOperations({ groups }: LogsState): OperationTable {
  const add = (name: string, added: Readonly<Record<string, string>>): void => {
    const group = groups.byIdentifier(name);
    groups.put({ ...group, tags: { ...group.tags, ...added } });
  };
  const remove = (name: string, removed: readonly string[]): void => {
    const group = groups.byIdentifier(name);
    groups.put({
      ...group,
      tags: Object.fromEntries(Object.entries(group.tags).filter(([key]) => !removed.includes(key))),
    });
  };
  return {
    TagResource: {
      parameters: { resourceArn: { ...groupIdentifier, required: true }, tags: { ...tags, required: true } },
      run: (input: { resourceArn: string; tags: Record<string, string> }) => add(input.resourceArn, input.tags),
    },
    UntagResource: {
      parameters: { resourceArn: { ...groupIdentifier, required: true }, tagKeys: keys },
      run: (input: { resourceArn: string; tagKeys: string[] }) => remove(input.resourceArn, input.tagKeys),
    },
    ListTagsForResource: {
      parameters: { resourceArn: { ...groupIdentifier, required: true } },
      run: (input: { resourceArn: string }) => ({ tags: groups.byIdentifier(input.resourceArn).tags }),
    },
    TagLogGroup: {
      parameters: { logGroupName: { ...groupName, required: true }, tags: { ...tags, required: true } },
      run: (input: { logGroupName: string; tags: Record<string, string> }) => add(input.logGroupName, input.tags),
    },
    UntagLogGroup: {
      parameters: { logGroupName: { ...groupName, required: true }, tags: keys },
      run: (input: { logGroupName: string; tags: string[] }) => remove(input.logGroupName, input.tags),
    },
    ListTagsLogGroup: {
      parameters: { logGroupName: { ...groupName, required: true } },
      run: (input: { logGroupName: string }) => ({ tags: groups.get(input.logGroupName).tags }),
    },
  };
}
