/** CreateScheduleGroup, GetScheduleGroup, ListScheduleGroups, DeleteScheduleGroup, and the tags of groups. */
import { validationError } from '../../engine/aws-error.ts';
import type { Operation, OperationTable } from '../../engine/service.ts';
import { groupExists, groupNotFound } from './errors.ts';
import { clientToken, name, pageOf, pageParameters, tagList } from './parameters.ts';
import type { Page } from './parameters.ts';
import type { Group } from './schedules.ts';
import type { SchedulerState } from './state.ts';

export function createScheduleGroup({ schedules }: SchedulerState): Operation {
  return {
    parameters: { Name: name, Tags: tagList, ...clientToken },
    run({ Name, Tags = [] }: { readonly Name: string; readonly Tags?: Group['tags'] }) {
      if (schedules.findGroup(Name)) throw groupExists(Name);
      return { ScheduleGroupArn: schedules.createGroup(Name, Tags).arn };
    },
  };
}

export function getScheduleGroup({ schedules }: SchedulerState): Operation {
  return {
    parameters: { Name: name },
    run: ({ Name }: { readonly Name: string }) => describe(schedules.group(Name)),
  };
}

export function listScheduleGroups({ schedules }: SchedulerState): Operation {
  return {
    parameters: { NamePrefix: { type: 'string' }, ...pageParameters },
    run({ NamePrefix = '', ...page }: Page & { readonly NamePrefix?: string }) {
      const found = schedules.groups().filter((group) => group.name.startsWith(NamePrefix));
      const { items, end } = pageOf(found, page, (group) => group.name);
      return { ScheduleGroups: items.map(describe), ...end };
    },
  };
}

/** Deletes a group with its schedules, at once. */
export function deleteScheduleGroup(state: SchedulerState): Operation {
  const { schedules } = state;
  return {
    parameters: { Name: name, ...clientToken },
    run({ Name }: { readonly Name: string }) {
      if (Name === 'default') throw validationError('The default schedule group cannot be deleted.');
      schedules.group(Name);
      for (const schedule of schedules.list()) if (schedule.group === Name) state.delete(schedule);
      schedules.deleteGroup(Name);
      return {};
    },
  };
}

const resourceArn = { type: 'string', required: true } as const;

export function tagOperations({ schedules }: SchedulerState): OperationTable {
  const find = (arn: string): Group => {
    const group = schedules.groups().find((each) => each.arn === arn);
    if (!group) throw groupNotFound(arn);
    return group;
  };
  return {
    TagResource: {
      parameters: { ResourceArn: resourceArn, Tags: { ...tagList, required: true } },
      run({ ResourceArn, Tags }: { readonly ResourceArn: string; readonly Tags: Group['tags'] }) {
        const group = find(ResourceArn);
        const kept = group.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
        schedules.putGroup({ ...group, tags: [...kept, ...Tags] });
        return {};
      },
    },
    UntagResource: {
      parameters: { ResourceArn: resourceArn, TagKeys: { type: 'any', required: true } },
      run({ ResourceArn, TagKeys }: { readonly ResourceArn: string; readonly TagKeys: string | readonly string[] }) {
        // One key in the query is a text, several are a list.
        const gone: readonly string[] = typeof TagKeys === 'string' ? [TagKeys] : TagKeys;
        const group = find(ResourceArn);
        schedules.putGroup({ ...group, tags: group.tags.filter(({ Key }) => !gone.includes(Key)) });
        return {};
      },
    },
    ListTagsForResource: {
      parameters: { ResourceArn: resourceArn },
      run: ({ ResourceArn }: { readonly ResourceArn: string }) => ({ Tags: find(ResourceArn).tags }),
    },
  };
}

function describe({ arn, name: Name, createdAtMs, modifiedAtMs }: Group) {
  return {
    Arn: arn,
    Name,
    State: 'ACTIVE',
    CreationDate: createdAtMs / 1000,
    LastModificationDate: modifiedAtMs / 1000,
  };
}
