/** `AWS::Scheduler::Schedule` and `AWS::Scheduler::ScheduleGroup`, made through Scheduler's own operations. */
import { AwsError } from '../../engine/aws-error.ts';
import type { CallService, Properties, ResourceType } from '../../engine/service.ts';
import type { Group } from './schedules.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html */
export const scheduleResource: ResourceType = {
  properties: [
    'Description',
    'EndDate',
    'FlexibleTimeWindow',
    'GroupName',
    'Name',
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'StartDate',
    'State',
    'Target',
  ],

  async create(properties, { call, generateName }) {
    const Name = (properties['Name'] as string | undefined) ?? generateName(64);
    const { ScheduleArn } = await call('scheduler', 'CreateSchedule', { ...withNumbers(properties), Name });
    return { physicalId: Name, attributes: { Arn: ScheduleArn } };
  },

  async update(physicalId, properties, previous, { call }) {
    for (const name of ['Name', 'GroupName']) if (properties[name] !== previous[name]) return 'replace';
    const input = { ...withNumbers(properties), Name: physicalId };
    const { ScheduleArn } = await call('scheduler', 'UpdateSchedule', input);
    return { physicalId, attributes: { Arn: ScheduleArn } };
  },

  async delete(physicalId, { GroupName }, { call }) {
    const ofGroup = GroupName === undefined ? {} : { GroupName };
    await ignoreMissing(call('scheduler', 'DeleteSchedule', { Name: physicalId, ...ofGroup }));
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedulegroup.html */
export const scheduleGroupResource: ResourceType = {
  properties: ['Name', 'Tags'],

  async create(properties, { call, generateName }) {
    const Name = (properties['Name'] as string | undefined) ?? generateName(64);
    await call('scheduler', 'CreateScheduleGroup', { Name, Tags: properties['Tags'] ?? [] });
    return await describeGroup(Name, call);
  },

  async update(physicalId, properties, previous, { call }) {
    if (properties['Name'] !== previous['Name']) return 'replace';
    const described = await describeGroup(physicalId, call);
    const ResourceArn = described.attributes.Arn;
    const TagKeys = ((previous['Tags'] ?? []) as Group['tags']).map(({ Key }) => Key);
    await call('scheduler', 'UntagResource', { ResourceArn, TagKeys });
    await call('scheduler', 'TagResource', { ResourceArn, Tags: properties['Tags'] ?? [] });
    return described;
  },

  async delete(physicalId, _properties, { call }) {
    await ignoreMissing(call('scheduler', 'DeleteScheduleGroup', { Name: physicalId }));
  },
};

async function describeGroup(Name: string, call: CallService) {
  const { Arn, State } = await call('scheduler', 'GetScheduleGroup', { Name });
  return { physicalId: Name, attributes: { Arn, State } };
}

/** A template may write numbers as text. */
function withNumbers(properties: Properties): Properties {
  const target = (properties['Target'] ?? {}) as { RetryPolicy?: Properties };
  if (!target.RetryPolicy) return properties;
  const numbers = Object.entries(target.RetryPolicy).map(([name, value]) => [name, Number(value)] as const);
  return { ...properties, Target: { ...target, RetryPolicy: Object.fromEntries(numbers) } };
}

async function ignoreMissing(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (fault) {
    if (!(fault instanceof AwsError && fault.code === 'ResourceNotFoundException')) throw fault;
  }
}
