import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { testStartMs } from '../../../support/in-process.ts';
import { cloudwatchWorld, minuteMs } from './cloudwatch-world.ts';

let world: ReturnType<typeof cloudwatchWorld>;
beforeEach(() => void (world = cloudwatchWorld()));
afterEach(() => world.close());

const start = testStartMs / 1000;
const stat = (MetricName: string, Stat = 'Sum') => ({
  Metric: { Namespace: 'Songs', MetricName, Dimensions: [{ Name: 'Player', Value: 'web' }] },
  Period: 60,
  Stat,
});

async function put(MetricName: string, Value: number, Timestamp = world.nowSeconds()): Promise<void> {
  const datum = { MetricName, Value, Timestamp, Unit: 'Count', Dimensions: [{ Name: 'Player', Value: 'web' }] };
  await world.cloudwatch('PutMetricData', { Namespace: 'Songs', MetricData: [datum] });
}

async function values(queries: readonly object[], minutes = 5): Promise<Record<string, number[]>> {
  const { MetricDataResults } = await world.cloudwatch('GetMetricData', {
    MetricDataQueries: queries,
    StartTime: start,
    EndTime: start + minutes * 60,
    ScanBy: 'TimestampAscending',
  });
  const results = MetricDataResults as { Id: string; Values: number[] }[];
  return Object.fromEntries(results.map(({ Id, Values }) => [Id, Values]));
}

test('the statistics of a period come from all its measurements', async () => {
  for (const value of [1, 2, 3, 10]) await put('Plays', value);
  const { Datapoints, Label } = await world.cloudwatch('GetMetricStatistics', {
    Namespace: 'Songs',
    MetricName: 'Plays',
    Dimensions: [{ Name: 'Player', Value: 'web' }],
    StartTime: start,
    EndTime: start + 60,
    Period: 60,
    Statistics: ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'],
    ExtendedStatistics: undefined,
  });
  expect(Label).toBe('Plays');
  expect(Datapoints).toEqual([{ Timestamp: start, SampleCount: 4, Sum: 16, Average: 4, Minimum: 1, Maximum: 10 }]);
});

test('a percentile is a value that so many measurements do not exceed', async () => {
  for (let value = 1; value <= 100; value += 1) await put('Delay', value);
  const found = await values([
    { Id: 'a', MetricStat: stat('Delay', 'p50') },
    { Id: 'b', MetricStat: stat('Delay', 'p99') },
  ]);
  expect(found).toEqual({ a: [50], b: [99] });
});

test('a metric with other dimensions is another metric', async () => {
  await put('Plays', 1);
  await world.cloudwatch('PutMetricData', { Namespace: 'Songs', MetricData: [{ MetricName: 'Plays', Value: 5 }] });
  expect(await values([{ Id: 'a', MetricStat: stat('Plays') }])).toEqual({ a: [1] });
  const { Metrics } = await world.cloudwatch('ListMetrics', { Namespace: 'Songs' });
  expect(Metrics).toHaveLength(2);
});

test('metric math meets series where both have data', async () => {
  await put('Plays', 10);
  await put('Plays', 20, start + 60);
  await put('Skips', 5, start + 60);
  const queries = [
    { Id: 'plays', MetricStat: stat('Plays'), ReturnData: false },
    { Id: 'skips', MetricStat: stat('Skips'), ReturnData: false },
    { Id: 'rate', Expression: '100 * skips / plays' },
    { Id: 'total', Expression: 'SUM([plays, skips])' },
    { Id: 'all', Expression: 'MAX(METRICS())' },
    { Id: 'filled', Expression: 'FILL(skips, 0)' },
    { Id: 'many', Expression: 'IF(plays > 15 AND skips >= 5, 1, 0)' },
    { Id: 'share', Expression: 'plays / SUM(plays) * -(2 - 1)' },
  ];
  expect(await values(queries, 3)).toEqual({
    rate: [25],
    total: [10, 25],
    all: [10, 20],
    filled: [0, 5, 0],
    many: [1],
    share: [-10 / 30, -20 / 30],
  });
});

test('a function of metric math that is not hosted is named', async () => {
  await expect(values([{ Id: 'a', Expression: 'ANOMALY_DETECTION_BAND(m1)', Period: 60 }])).rejects.toThrow(
    'ANOMALY_DETECTION_BAND',
  );
});

test.each(['1 +', 'm1 m1', 'unknown + 1', 'SUM(m1)'])('the expression %s is refused', async (Expression) => {
  const queries = [
    { Id: 'm1', MetricStat: stat('Plays') },
    { Id: 'e1', Expression },
  ];
  await expect(values(queries)).rejects.toMatchObject({ code: 'ValidationError' });
});

test('measurements survive a restart and are gone after fifteen days', async () => {
  await put('Plays', 7);
  const again = world.reopen();
  const query = {
    MetricDataQueries: [{ Id: 'a', MetricStat: stat('Plays') }],
    StartTime: start,
    EndTime: start + 60,
  };
  expect(await again('cloudwatch', 'GetMetricData', query)).toMatchObject({ MetricDataResults: [{ Values: [7] }] });
  await world.advance(16 * 24 * 60 * minuteMs);
  expect(await again('cloudwatch', 'GetMetricData', query)).toMatchObject({ MetricDataResults: [{ Values: [] }] });
  await put('Plays', 8);
  const { Metrics } = await world.cloudwatch('ListMetrics');
  expect(Metrics).toMatchObject([{ MetricName: 'Plays' }]);
});

test('a measurement from more than two weeks ago is refused, and nothing of its request is stored', async () => {
  const MetricData = [
    { MetricName: 'Plays', Value: 1 },
    { MetricName: 'Plays', Value: 1, Timestamp: start - 15 * 86_400 },
  ];
  const refused = world.cloudwatch('PutMetricData', { Namespace: 'Songs', MetricData });
  await expect(refused).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
  expect(await world.cloudwatch('ListMetrics')).toEqual({ Metrics: [] });
});

test('a log line in the embedded metric format is measured, one that only looks like it is not', async () => {
  const directive = { Namespace: 'Songs', Dimensions: [['Player']], Metrics: [{ Name: 'Plays', Unit: 'Count' }] };
  const line = { _aws: { Timestamp: testStartMs, CloudWatchMetrics: [directive] }, Player: 'web', Plays: [1, 2] };
  await world.call('logs', 'CreateLogGroup', { logGroupName: 'g' });
  await world.call('logs', 'CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
  const messages = [JSON.stringify(line), '"CloudWatchMetrics" {', '{"_aws":{"CloudWatchMetrics":[{}]}}'];
  const logEvents = messages.map((message) => ({ timestamp: testStartMs, message }));
  await world.call('logs', 'PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents });
  const found = await values([
    { Id: 'a', MetricStat: stat('Plays') },
    { Id: 'b', MetricStat: stat('Plays', 'SampleCount') },
  ]);
  expect(found).toEqual({ a: [3], b: [2] });
});

test('a queue tells its depth and the age of its oldest message every minute', async () => {
  await world.call('sqs', 'CreateQueue', { QueueName: 'jobs' });
  await world.call('sqs', 'SendMessage', { QueueUrl: 'http://x/000000000000/jobs', MessageBody: 'a' });
  await world.advance(2 * minuteMs);
  const of = (MetricName: string) => ({
    Metric: { Namespace: 'AWS/SQS', MetricName, Dimensions: [{ Name: 'QueueName', Value: 'jobs' }] },
    Period: 60,
    Stat: 'Maximum',
  });
  const found = await values([
    { Id: 'depth', MetricStat: of('ApproximateNumberOfMessagesVisible') },
    { Id: 'age', MetricStat: of('ApproximateAgeOfOldestMessage') },
  ]);
  expect(found).toEqual({ depth: [1, 1], age: [60, 120] });
});
