import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { judge } from '../../../../localstack/services/cloudwatch/alarms/judge.ts';
import { cloudwatchWorld, functionArn, minuteMs } from './cloudwatch-world.ts';

let world: ReturnType<typeof cloudwatchWorld>;
beforeEach(() => void (world = cloudwatchWorld()));
afterEach(() => world.close());

const topicArn = 'arn:aws:sns:us-east-1:000000000000:alarms';
const alarm = {
  AlarmName: 'many-errors',
  Namespace: 'Songs',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 3,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};

async function put(MetricName: string, Value: number): Promise<void> {
  await world.cloudwatch('PutMetricData', { Namespace: 'Songs', MetricData: [{ MetricName, Value }] });
}

async function shown(): Promise<Record<string, unknown>> {
  const { MetricAlarms } = await world.cloudwatch('DescribeAlarms', { AlarmNames: ['many-errors'] });
  return (MetricAlarms as Record<string, unknown>[])[0] ?? {};
}

test('an alarm goes off at the end of its period, and is over when the data is well again', async () => {
  await world.cloudwatch('PutMetricAlarm', { ...alarm, AlarmActions: [functionArn] });
  expect(await shown()).toMatchObject({ StateValue: 'INSUFFICIENT_DATA' });
  await put('Errors', 5);
  await world.advance(minuteMs);
  expect(await shown()).toMatchObject({
    StateValue: 'ALARM',
    StateReason:
      'Threshold Crossed: 1 out of the last 1 datapoints [5.0 (20/11/26 12:00:00)] was greater than or equal to the threshold (3.0) (minimum 1 datapoint for OK -> ALARM transition).',
  });
  await put('Errors', 0);
  await world.advance(minuteMs);
  expect(await shown()).toMatchObject({ StateValue: 'OK' });
  expect(world.invoked).toMatchObject([
    {
      source: 'aws.cloudwatch',
      alarmData: { state: { value: 'ALARM' }, previousState: { value: 'INSUFFICIENT_DATA' } },
    },
  ]);
});

test('an alarm publishes to its topic', async () => {
  await world.call('sns', 'CreateTopic', { Name: 'alarms' });
  await world.call('sqs', 'CreateQueue', { QueueName: 'inbox' });
  const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:inbox';
  await world.call('sns', 'Subscribe', { TopicArn: topicArn, Protocol: 'sqs', Endpoint });
  await world.cloudwatch('PutMetricAlarm', { ...alarm, AlarmActions: [topicArn] });
  await world.cloudwatch('SetAlarmState', { AlarmName: 'many-errors', StateValue: 'ALARM', StateReason: 'drill' });
  await world.advance(1_000);
  const { Messages } = await world.call('sqs', 'ReceiveMessage', { QueueUrl: 'http://x/000000000000/inbox' });
  const [message] = Messages as { Body: string }[];
  const notification = JSON.parse(message?.Body ?? '{}') as { Subject: string; Message: string };
  expect(notification.Subject).toBe('ALARM: "many-errors" in US East (N. Virginia)');
  expect(JSON.parse(notification.Message)).toMatchObject({ NewStateValue: 'ALARM', NewStateReason: 'drill' });
});

test('an alarm asks a topic that has a policy, and needs not ask one that has none', async () => {
  const asked: string[] = [];
  const asking = cloudwatchWorld((principal, action, resource) => {
    asked.push([principal.kind === 'service' ? principal.name : '', action, resource].join(' '));
  });
  await asking.call('sns', 'CreateTopic', { Name: 'alarms' });
  await asking.cloudwatch('PutMetricAlarm', { ...alarm, AlarmActions: [topicArn], OKActions: [topicArn] });
  const set = (StateValue: string) =>
    asking.cloudwatch('SetAlarmState', { AlarmName: 'many-errors', StateValue, StateReason: 'drill' });
  await set('ALARM');
  expect(asked).toEqual([]);
  const AttributeValue = '{"Version":"2012-10-17","Statement":[]}';
  await asking.call('sns', 'SetTopicAttributes', { TopicArn: topicArn, AttributeName: 'Policy', AttributeValue });
  await set('OK');
  expect(asked).toEqual([`cloudwatch.amazonaws.com sns:Publish ${topicArn}`]);
  asking.close();
});

test('an alarm on metric math watches the expression that returns data', async () => {
  const stat = (MetricName: string) => ({ Metric: { Namespace: 'Songs', MetricName }, Period: 60, Stat: 'Sum' });
  const { Namespace: _n, MetricName: _m, Statistic: _s, Period: _p, ...rest } = alarm;
  const Metrics = [
    { Id: 'errors', MetricStat: stat('Errors'), ReturnData: false },
    { Id: 'calls', MetricStat: stat('Calls'), ReturnData: false },
    { Id: 'rate', Expression: '100 * errors / calls' },
  ];
  await world.cloudwatch('PutMetricAlarm', { ...rest, Metrics });
  await put('Errors', 1);
  await put('Calls', 20);
  await world.advance(minuteMs);
  expect(await shown()).toMatchObject({ StateValue: 'ALARM' });
});

test('disabled actions do not run, the history tells of everything that happened', async () => {
  await world.cloudwatch('PutMetricAlarm', {
    ...alarm,
    AlarmActions: [functionArn, 'arn:aws:ssm:us-east-1:0:opsitem:1'],
  });
  const set = (StateValue: string) =>
    world.cloudwatch('SetAlarmState', { AlarmName: 'many-errors', StateValue, StateReason: 'drill' });
  await world.cloudwatch('DisableAlarmActions', { AlarmNames: ['many-errors'] });
  await set('ALARM');
  await world.cloudwatch('EnableAlarmActions', { AlarmNames: ['many-errors'] });
  await set('OK');
  await set('ALARM');
  expect(world.invoked).toHaveLength(1);
  const { AlarmHistoryItems } = await world.cloudwatch('DescribeAlarmHistory', { ScanBy: 'TimestampAscending' });
  expect((AlarmHistoryItems as { HistorySummary: string }[]).map(({ HistorySummary }) => HistorySummary)).toEqual([
    'Alarm "many-errors" created',
    'Alarm updated from INSUFFICIENT_DATA to ALARM',
    'Alarm updated from ALARM to OK',
    'Alarm updated from OK to ALARM',
    `Successfully executed action ${functionArn}`,
    expect.stringContaining('Failed to execute action arn:aws:ssm'),
  ]);
});

test('an alarm and its state survive a restart', async () => {
  await world.cloudwatch('PutMetricAlarm', alarm);
  await world.cloudwatch('SetAlarmState', { AlarmName: 'many-errors', StateValue: 'ALARM', StateReason: 'drill' });
  expect(await world.reopen()('cloudwatch', 'DescribeAlarms', { StateValue: 'ALARM' })).toMatchObject({
    MetricAlarms: [{ AlarmName: 'many-errors', StateReason: 'drill' }],
  });
});

test('a name that is not there keeps the others from being deleted', async () => {
  await world.cloudwatch('PutMetricAlarm', alarm);
  const refused = world.cloudwatch('DeleteAlarms', { AlarmNames: ['many-errors', 'nobody'] });
  await expect(refused).rejects.toMatchObject({ code: 'ResourceNotFound' });
  expect(await shown()).toMatchObject({ AlarmName: 'many-errors' });
});

test.each([
  [{ DatapointsToAlarm: 2 }, 'ValidationError'],
  [{ Period: 45 }, 'ValidationError'],
  [{ EvaluationPeriods: 1441 }, 'ValidationError'],
  [{ Threshold: undefined }, 'MissingRequiredParameterException'],
  [{ ComparisonOperator: 'GreaterThanUpperThreshold' }, 'NotImplemented'],
])('an alarm with %j is refused', async (change, code) => {
  await expect(world.cloudwatch('PutMetricAlarm', { ...alarm, ...change })).rejects.toMatchObject({ code });
});

const [o, x, _] = [0, 1, undefined];

/** The tables of AWS's page on missing data: missing, ignore, breaching, notBreaching; `keep` is no change. */
test.each<[readonly (number | undefined)[], number, readonly string[]]>([
  [[o, _, x, _, x], 3, ['OK', 'OK', 'OK', 'OK']],
  [[o, _, _, _, _], 3, ['OK', 'OK', 'OK', 'OK']],
  [[_, _, _, _, _], 3, ['INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK']],
  [[o, x, x, _, x], 3, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  [[_, _, x, _, _], 3, ['ALARM', 'keep', 'ALARM', 'OK']],
  [[o, _, x, _, x], 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  [[o, o, x, o, x], 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  [[o, _, x, _, _], 2, ['OK', 'OK', 'ALARM', 'OK']],
  [[_, _, _, _, o], 2, ['OK', 'OK', 'ALARM', 'OK']],
  [[_, _, _, x, _], 2, ['ALARM', 'keep', 'ALARM', 'OK']],
])('%j with %i of 3 to alarm is judged as documented', (points, datapointsToAlarm, expected) => {
  const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'];
  const judged = treatments.map((treatMissingData) => {
    const isBreaching = (value: number) => value > 0;
    return judge(points, { evaluationPeriods: 3, datapointsToAlarm, treatMissingData, isBreaching }) ?? 'keep';
  });
  expect(judged).toEqual(expected);
});
