/** CreateSchedule and UpdateSchedule. */
import { AwsError, validationError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { scheduleExists } from './errors.ts';
import { checkSchedule, scheduleParameters, toMs } from './parameters.ts';
import type { ScheduleInput } from './parameters.ts';
import type { StoredSchedule } from './schedules.ts';
import type { SchedulerState } from './state.ts';

/** The same client token again answers the schedule that is there. */
export function createSchedule(state: SchedulerState): Operation {
  return {
    parameters: scheduleParameters,
    run(input: ScheduleInput) {
      const { Name, GroupName = 'default', ClientToken } = input;
      checkSchedule(input);
      const { name: group } = state.schedules.group(GroupName);
      checkRoleTrust(state, input, group);
      const known = state.schedules.find(group, Name);
      if (known && (ClientToken === undefined || known.clientToken !== ClientToken)) throw scheduleExists(Name);
      if (!known) state.put(toStored(state, input, undefined));
      return { ScheduleArn: state.schedules.arnOf(group, Name) };
    },
  };
}

/** Replaces all of a schedule: what is not given has its default again. An unchanged expression keeps its rhythm. */
export function updateSchedule(state: SchedulerState): Operation {
  return {
    parameters: scheduleParameters,
    run(input: ScheduleInput) {
      checkSchedule(input);
      const known = state.schedules.get(input.GroupName ?? 'default', input.Name);
      checkRoleTrust(state, input, known.group);
      state.put(toStored(state, input, known));
      return { ScheduleArn: known.arn };
    },
  };
}

/** Schedules run in the name of their target's role, which has to let Scheduler take it on. */
function checkRoleTrust({ engine, schedules }: SchedulerState, { Target }: ScheduleInput, group: string): void {
  const sourceArn = schedules.group(group).arn;
  const scheduler = { kind: 'service', name: 'scheduler.amazonaws.com', sourceArn } as const;
  try {
    engine.authorize?.(scheduler, 'sts:AssumeRole', Target.RoleArn);
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    throw validationError('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
  }
}

function toStored(state: SchedulerState, input: ScheduleInput, known: StoredSchedule | undefined): StoredSchedule {
  const { Name: name, GroupName: group = 'default', StartDate, EndDate, ScheduleExpression: expression } = input;
  const nowMs = state.engine.clock.nowMs();
  const isEnabled = input.State !== 'DISABLED';
  const isSameRhythm = known?.expression === expression && known.isEnabled === isEnabled;
  const startMs = StartDate === undefined ? undefined : toMs(StartDate);
  const endMs = EndDate === undefined ? undefined : toMs(EndDate);
  if (startMs !== undefined && endMs !== undefined && endMs <= startMs) {
    throw validationError('The StartDate you specify must come before the EndDate.');
  }
  return {
    name,
    group,
    arn: state.schedules.arnOf(group, name),
    expression,
    timeZone: input.ScheduleExpressionTimezone ?? 'UTC',
    ...(startMs !== undefined && { startMs }),
    ...(endMs !== undefined && { endMs }),
    isEnabled,
    target: input.Target,
    ...(input.Description !== undefined && { description: input.Description }),
    isDeletedAfterCompletion: input.ActionAfterCompletion === 'DELETE',
    createdAtMs: known?.createdAtMs ?? nowMs,
    modifiedAtMs: nowMs,
    anchorMs: known && isSameRhythm ? known.anchorMs : nowMs,
    isCompleted: isSameRhythm && known.isCompleted,
    ...(input.ClientToken !== undefined && { clientToken: input.ClientToken }),
  };
}
