import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope, ResourceType } from '../../../../localstack/engine/service.ts';
import { cloudwatchWorld } from './cloudwatch-world.ts';

let world: ReturnType<typeof cloudwatchWorld>;
beforeEach(() => void (world = cloudwatchWorld()));
afterEach(() => world.close());

const scope = (): ResourceScope => ({
  stackName: 'stack',
  logicalId: 'Alarm',
  accountId: '000000000000',
  region: 'us-east-1',
  generateName: () => 'stack-Alarm-1',
  call: world.call,
  assetPath: () => undefined,
});

function typeOf(name: string): ResourceType {
  const type = world.resources[name];
  if (!type) throw new Error(`no resource type ${name}`);
  return type;
}

const properties = {
  Namespace: 'Songs',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: '60',
  EvaluationPeriods: 1,
  Threshold: '3',
  ComparisonOperator: 'GreaterThanThreshold',
  Tags: [{ Key: 'team', Value: 'a' }],
};

test('an alarm is made, changed in place with its state kept, and deleted twice', async () => {
  const type = typeOf('AWS::CloudWatch::Alarm');
  const { physicalId, attributes } = await type.create(properties, scope());
  expect([physicalId, attributes['Arn']]).toEqual([
    'stack-Alarm-1',
    'arn:aws:cloudwatch:us-east-1:000000000000:alarm:stack-Alarm-1',
  ]);
  const state = { AlarmName: physicalId, StateValue: 'ALARM', StateReason: 'drill' };
  await world.cloudwatch('SetAlarmState', state);
  const { Tags: _tags, ...untagged } = properties;
  await type.update(physicalId, { ...untagged, Threshold: 9 }, properties, scope());
  expect(await world.cloudwatch('DescribeAlarms')).toMatchObject({
    MetricAlarms: [{ Threshold: 9, Period: 60, StateValue: 'ALARM' }],
  });
  expect(await world.cloudwatch('ListTagsForResource', { ResourceARN: attributes['Arn'] })).toEqual({ Tags: [] });
  expect(await type.update(physicalId, { ...properties, AlarmName: 'other' }, properties, scope())).toBe('replace');
  await type.delete(physicalId, properties, scope());
  await type.delete(physicalId, properties, scope());
  expect(await world.cloudwatch('DescribeAlarms')).toMatchObject({ MetricAlarms: [] });
});

test('an alarm on metric math takes its numbers and booleans as texts too', async () => {
  const { Namespace, MetricName, Statistic: _s, Period, ...rest } = properties;
  const MetricStat = { Metric: { Namespace, MetricName }, Period, Stat: 'Sum' };
  const Metrics = [
    { Id: 'm1', MetricStat, ReturnData: 'false' },
    { Id: 'e1', Expression: 'm1 * 2' },
  ];
  await typeOf('AWS::CloudWatch::Alarm').create({ ...rest, Metrics }, scope());
  expect(await world.cloudwatch('DescribeAlarms')).toMatchObject({
    MetricAlarms: [{ Metrics: [{ Id: 'm1', ReturnData: false, MetricStat: { Period: 60 } }, { Id: 'e1' }] }],
  });
});

test('a dashboard is shown as it was given', async () => {
  const type = typeOf('AWS::CloudWatch::Dashboard');
  const body = { DashboardName: 'songs', DashboardBody: '{"widgets":[]}' };
  const { physicalId } = await type.create(body, scope());
  expect(await world.cloudwatch('GetDashboard', { DashboardName: physicalId })).toEqual({
    DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/songs',
    ...body,
  });
  await type.delete(physicalId, body, scope());
  expect(await world.cloudwatch('ListDashboards')).toEqual({ DashboardEntries: [] });
});
