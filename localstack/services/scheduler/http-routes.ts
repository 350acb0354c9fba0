/** Method and path of each operation. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html */
import type { Route } from '../../engine/service.ts';

const page = { MaxResults: 'MaxResults', NextToken: 'NextToken', NamePrefix: 'NamePrefix' };
const ofGroup = { groupName: 'GroupName' };
const token = { clientToken: 'ClientToken' };

export const httpRoutes: readonly Route[] = [
  { method: 'POST', path: '/schedules/{Name}', operation: 'CreateSchedule' },
  { method: 'GET', path: '/schedules/{Name}', operation: 'GetSchedule', query: ofGroup },
  { method: 'PUT', path: '/schedules/{Name}', operation: 'UpdateSchedule' },
  { method: 'DELETE', path: '/schedules/{Name}', operation: 'DeleteSchedule', query: { ...ofGroup, ...token } },
  {
    method: 'GET',
    path: '/schedules',
    operation: 'ListSchedules',
    query: { ...page, ScheduleGroup: 'GroupName', State: 'State' },
  },
  { method: 'POST', path: '/schedule-groups/{Name}', operation: 'CreateScheduleGroup' },
  { method: 'GET', path: '/schedule-groups/{Name}', operation: 'GetScheduleGroup' },
  { method: 'DELETE', path: '/schedule-groups/{Name}', operation: 'DeleteScheduleGroup', query: token },
  { method: 'GET', path: '/schedule-groups', operation: 'ListScheduleGroups', query: page },
  { method: 'POST', path: '/tags/{ResourceArn+}', operation: 'TagResource' },
  { method: 'DELETE', path: '/tags/{ResourceArn+}', operation: 'UntagResource', query: { TagKeys: 'TagKeys' } },
  { method: 'GET', path: '/tags/{ResourceArn+}', operation: 'ListTagsForResource' },
];
