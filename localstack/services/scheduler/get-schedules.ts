/** GetSchedule, ListSchedules and DeleteSchedule. */
import type { Operation } from '../../engine/service.ts';
import { clientToken, groupName, name, pageOf, pageParameters } from './parameters.ts';
import type { Page } from './parameters.ts';
import { keyOf } from './schedules.ts';
import type { StoredSchedule } from './schedules.ts';
import type { SchedulerState } from './state.ts';

interface NamedSchedule {
  readonly Name: string;
  readonly GroupName?: string;
}

export function getSchedule({ schedules }: SchedulerState): Operation {
  return {
    parameters: { Name: name, GroupName: groupName },
    run({ Name, GroupName = 'default' }: NamedSchedule) {
      const schedule = schedules.get(GroupName, Name);
      const { startMs, endMs, description } = schedule;
      return {
        ...summarize(schedule),
        Target: schedule.target,
        ScheduleExpression: schedule.expression,
        ScheduleExpressionTimezone: schedule.timeZone,
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: schedule.isDeletedAfterCompletion ? 'DELETE' : 'NONE',
        ...(startMs !== undefined && { StartDate: startMs / 1000 }),
        ...(endMs !== undefined && { EndDate: endMs / 1000 }),
        ...(description !== undefined && { Description: description }),
      };
    },
  };
}

interface ListSchedules extends Page {
  readonly GroupName?: string;
  readonly NamePrefix?: string;
  readonly State?: string;
}

export function listSchedules({ schedules }: SchedulerState): Operation {
  return {
    parameters: {
      GroupName: groupName,
      NamePrefix: { type: 'string' },
      State: { type: 'string', enum: ['ENABLED', 'DISABLED'] },
      ...pageParameters,
    },
    run({ GroupName, NamePrefix = '', State, ...page }: ListSchedules) {
      const found = schedules
        .list()
        .filter(({ group }) => GroupName === undefined || group === GroupName)
        .filter((schedule) => schedule.name.startsWith(NamePrefix))
        .filter(({ isEnabled }) => State === undefined || isEnabled === (State === 'ENABLED'));
      const { items, end } = pageOf(found, page, keyOf);
      return { Schedules: items.map((each) => ({ ...summarize(each), Target: { Arn: each.target.Arn } })), ...end };
    },
  };
}

export function deleteSchedule(state: SchedulerState): Operation {
  return {
    parameters: { Name: name, GroupName: groupName, ...clientToken },
    run({ Name, GroupName = 'default' }: NamedSchedule) {
      state.delete(state.schedules.get(GroupName, Name));
      return {};
    },
  };
}

function summarize(schedule: StoredSchedule) {
  return {
    Arn: schedule.arn,
    Name: schedule.name,
    GroupName: schedule.group,
    State: schedule.isEnabled ? 'ENABLED' : 'DISABLED',
    CreationDate: schedule.createdAtMs / 1000,
    LastModificationDate: schedule.modifiedAtMs / 1000,
  };
}
