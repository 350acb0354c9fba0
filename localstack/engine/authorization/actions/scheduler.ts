/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
import { regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { Access, ActionTable, Input, Place, ResourcesOf } from '../action-table.ts';

const schedule: ResourcesOf = (input, place) => {
  const group = text(input, 'GroupName') || text(input, 'groupName') || 'default';
  return [regionalArn('scheduler', `schedule/${group}/${text(input, 'Name')}`, place)];
};
const group: ResourcesOf = (input, place) => [regionalArn('scheduler', `schedule-group/${text(input, 'Name')}`, place)];
const tagged: ResourcesOf = (input) => [text(input, 'ResourceArn')];

/** Who gives a schedule its target's role must be allowed to give that role away. */
const withRole =
  (action: string) =>
  (input: Input, place: Place): readonly Access[] => {
    const role = text((input['Target'] ?? {}) as Input, 'RoleArn');
    const access = { action, resources: schedule(input, place) };
    return role === '' ? [access] : [access, { action: 'iam:PassRole', resources: [role] }];
  };

const passed = () => ({ 'iam:passedtoservice': ['scheduler.amazonaws.com'] });

export const scheduler: ActionTable = {
  prefix: 'scheduler',
  rows: {
    CreateSchedule: { accesses: withRole('scheduler:CreateSchedule'), conditions: passed },
    UpdateSchedule: { accesses: withRole('scheduler:UpdateSchedule'), conditions: passed },
    ...rowsOf('DeleteSchedule GetSchedule', { on: schedule }),
    CreateScheduleGroup: { on: group, conditions: tagConditions },
    ...rowsOf('DeleteScheduleGroup GetScheduleGroup', { on: group }),
    TagResource: { on: tagged, conditions: tagConditions },
    ...rowsOf('UntagResource ListTagsForResource', { on: tagged }),
    ...rowsOf('ListSchedules ListScheduleGroups', {}),
  },
};
