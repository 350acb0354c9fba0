import type { Doors } from '../../engine/eventing/delivery.ts';
/** Amazon EventBridge Scheduler: recurring and one-time schedules with Lambda and SQS as targets. */
import type { Engine, Service } from '../../engine/service.ts';
import { deleteSchedule, getSchedule, listSchedules } from './get-schedules.ts';
import {
  createScheduleGroup,
  deleteScheduleGroup,
  getScheduleGroup,
  listScheduleGroups,
  tagOperations,
} from './groups.ts';
import { httpRoutes } from './http-routes.ts';
import { createSchedule, updateSchedule } from './put-schedule.ts';
import { scheduleGroupResource, scheduleResource } from './resources.ts';
import { SchedulerState } from './state.ts';

export function createScheduler(engine: Engine, doors: Doors): Service {
  const state = new SchedulerState(engine, doors);
  return {
    name: 'scheduler',
    protocol: { kind: 'rest-json', routes: httpRoutes },
    operations: {
      CreateSchedule: createSchedule(state),
      CreateScheduleGroup: createScheduleGroup(state),
      DeleteSchedule: deleteSchedule(state),
      DeleteScheduleGroup: deleteScheduleGroup(state),
      GetSchedule: getSchedule(state),
      GetScheduleGroup: getScheduleGroup(state),
      ListScheduleGroups: listScheduleGroups(state),
      ListSchedules: listSchedules(state),
      UpdateSchedule: updateSchedule(state),
      ...tagOperations(state),
    },
    resources: {
      'AWS::Scheduler::Schedule': scheduleResource,
      'AWS::Scheduler::ScheduleGroup': scheduleGroupResource,
    },
    start: () => state.start(),
    stop: () => state.stop(),
  };
}
