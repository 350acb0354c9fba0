import { describe, expect, test } from '@jest/globals';

import { stages } from '../../lib/config.ts';
import { at, listAt, synthesized, type Json, type Resource } from './support/synthesized.ts';

const stagesSynthesized = { local: synthesized(stages.local), production: synthesized(stages.production) };

describe.each(Object.entries(stagesSynthesized))('%s', (name, { ofType }) => {
  const config = stages[name as keyof typeof stages];
  const mappings = ofType('AWS::Lambda::EventSourceMapping');
  const onLog = mappings.filter(({ stack }) => stack === 'Processing');
  const onJobs = mappings.filter(({ stack }) => stack === 'Ingestion');

  const owned = (type: string, stack: string, reference: Json | undefined): Resource | undefined => {
    const id = at(reference, 'Ref') ?? at(reference, 'Fn::GetAtt', 0);
    return ofType(type).find((resource) => resource.stack === stack && resource.id === id);
  };
  const queue = (queueName: string) =>
    ofType('AWS::SQS::Queue').find(({ properties }) => properties['QueueName'] === `heavy-rotation-${queueName}`);

  test('two consumers read the log from its oldest record, and one works off the crawl jobs', () => {
    const target = ({ stack, properties }: Resource) =>
      owned('AWS::Lambda::Function', stack, at(properties, 'FunctionName'))?.properties['FunctionName'];
    expect(onLog.map(target)).toEqual(['heavy-rotation-raw-event-processor', 'heavy-rotation-aggregator']);
    expect(onJobs.map(target)).toEqual(['heavy-rotation-crawl-worker']);
    for (const { properties } of onLog) expect(properties['StartingPosition']).toBe('TRIM_HORIZON');
  });

  test('every mapping takes reports of single failures', () => {
    for (const { properties } of mappings)
      expect(listAt(properties, 'FunctionResponseTypes')).toEqual(['ReportBatchItemFailures']);
  });

  test('a record that fails for good is cut out and set aside, and its shard goes on', () => {
    for (const { properties } of onLog) {
      expect(properties['BisectBatchOnFunctionError']).toBe(true);
      expect(properties['MaximumRetryAttempts']).toBeGreaterThanOrEqual(1);
    }
  });

  test('each consumer has a failure queue of its own', () => {
    const queues = onLog.map(
      ({ stack, properties }) =>
        owned('AWS::SQS::Queue', stack, at(properties, 'DestinationConfig', 'OnFailure', 'Destination'))?.properties[
          'QueueName'
        ],
    );
    expect(queues).toEqual(['heavy-rotation-raw-event-processor-failed', 'heavy-rotation-aggregator-failed']);
  });

  test('a replay from the oldest record of the log discards nothing for its age', () => {
    const [log] = ofType('AWS::Kinesis::Stream');
    const retentionSeconds = Number(log?.properties['RetentionPeriodHours']) * 3600;
    for (const { properties } of onLog) expect(properties['MaximumRecordAgeInSeconds']).toBe(retentionSeconds);
  });

  test('a batch of listens fits an invocation, and is flushed within a minute', () => {
    const invocationBytesMax = 6_000_000;
    const listenInEventBytes = 384;
    for (const { properties } of onLog) {
      expect(Number(properties['BatchSize']) * listenInEventBytes).toBeLessThan(invocationBytesMax);
      expect(properties['MaximumBatchingWindowInSeconds']).toBeLessThanOrEqual(60);
    }
  });

  test('a batch of jobs may be larger than ten only if it may wait', () => {
    for (const { properties } of onJobs) {
      const windowSecondsMin = Number(properties['BatchSize']) > 10 ? 1 : 0;
      expect(properties['MaximumBatchingWindowInSeconds']).toBeGreaterThanOrEqual(windowSecondsMin);
    }
  });

  test('the number of workers at once is bounded', () => {
    for (const { properties } of onJobs)
      expect(at(properties, 'ScalingConfig', 'MaximumConcurrency')).toBe(config.crawling.workersMax);
  });

  test('a job is hidden for six timeouts of its worker and the batch window', () => {
    const { worker, batchWindowSeconds } = config.crawling;
    expect(queue('crawl-jobs')?.properties['VisibilityTimeout']).toBeGreaterThanOrEqual(
      6 * worker.timeoutSeconds + batchWindowSeconds,
    );
  });

  test('a job that keeps failing is a dead letter while its claim still holds', () => {
    const jobs = queue('crawl-jobs');
    const scheduler = ofType('AWS::Lambda::Function').find(({ id }) => id.startsWith('CrawlScheduler'));
    const deliveriesMax = Number(at(jobs?.properties, 'RedrivePolicy', 'maxReceiveCount'));
    const leaseSeconds = Number(at(scheduler?.properties, 'Environment', 'Variables', 'LEASE_SECONDS'));

    expect(owned('AWS::SQS::Queue', 'Ingestion', at(jobs?.properties, 'RedrivePolicy', 'deadLetterTargetArn'))).toBe(
      queue('crawl-jobs-dead'),
    );
    expect(leaseSeconds).toBeGreaterThan(deliveriesMax * Number(jobs?.properties['VisibilityTimeout']));
  });

  test('the scheduler runs every minute, and a tick that cannot be delivered is reported', () => {
    const rules = ofType('AWS::Events::Rule');
    expect(rules.map(({ properties }) => properties['ScheduleExpression'])).toEqual(['rate(1 minute)']);
    const targets = rules.flatMap(({ properties }) => listAt(properties, 'Targets'));
    expect(targets).toHaveLength(1);
    expect(owned('AWS::Lambda::Function', 'Ingestion', at(targets[0], 'Arn'))?.properties['FunctionName']).toBe(
      'heavy-rotation-crawl-scheduler',
    );
    expect(owned('AWS::SQS::Queue', 'Ingestion', at(targets[0], 'DeadLetterConfig', 'Arn'))).toBe(
      queue('crawl-scheduler-failed'),
    );
    expect(at(targets[0], 'RetryPolicy')).toEqual({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 1 });
  });
});
