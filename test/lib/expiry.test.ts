import { describe, expect, test } from '@jest/globals';

import { stages } from '../../lib/config.ts';
import { at, synthesized, type Resource } from './support/synthesized.ts';

const stagesSynthesized = { local: synthesized(stages.local), production: synthesized(stages.production) };

/** Control-plane rows live as long as the account they belong to; a command of the user deletes them. */
const livesAsLongAsTheAccount = ['Users', 'UserTokens', 'UserCrawlSchedule'];
const dayHours = 24;
const daySeconds = 24 * 60 * 60;
const topkWindowDays = 7;

const tableName = ({ properties }: Resource) => String(properties['TableName']);

describe.each(Object.entries(stagesSynthesized))('%s', (name, { stacks, resources, ofType }) => {
  const config = stages[name as keyof typeof stages];

  test('every table of listens, songs and states deletes its rows by expires_at', () => {
    for (const table of ofType('AWS::DynamoDB::Table')) {
      const expires = !livesAsLongAsTheAccount.includes(tableName(table));
      const expected = expires ? { AttributeName: 'expires_at', Enabled: true } : undefined;
      expect([tableName(table), at(table.properties, 'TimeToLiveSpecification')]).toEqual([tableName(table), expected]);
    }
  });

  test('the log forgets, but not before the Top-K window has passed', () => {
    for (const { properties } of ofType('AWS::Kinesis::Stream'))
      expect(properties['RetentionPeriodHours']).toBeGreaterThanOrEqual(topkWindowDays * dayHours);
  });

  test('an operator has two weeks for a dead letter, and a crawl job does not outlive its use', () => {
    const retentions = ofType('AWS::SQS::Queue').map(({ properties }) => [
      String(properties['QueueName']).replace('heavy-rotation-', ''),
      Number(properties['MessageRetentionPeriod']) / daySeconds,
    ]);
    expect(Object.fromEntries(retentions)).toEqual({
      'crawl-jobs': 1,
      'crawl-jobs-dead': 14,
      'crawl-scheduler-failed': 14,
      'listen-poison': 14,
      'raw-event-processor-failed': 14,
      'aggregator-failed': 14,
    });
  });

  test('every log group expires', () => {
    const retentions = ofType('AWS::Logs::LogGroup').map(({ properties }) => properties['RetentionInDays']);
    expect(new Set(retentions)).toEqual(new Set([config.logRetentionDays]));
  });

  test('raw listens outlive the aggregates that are rebuilt from them', () => {
    const aggregateDays = 8;
    expect(config.listenRetentionDays).toBeGreaterThan(aggregateDays);
    expect(config.listenRetentionDays).toBeLessThanOrEqual(30);
  });

  test('an answer from memory is a minute old at most', () => {
    expect(config.serving.cacheTtlSeconds).toBeLessThanOrEqual(60);
  });

  test('the control plane can be restored to any second, and nothing else pays for that', () => {
    const recoverable = ofType('AWS::DynamoDB::Table').filter(
      ({ properties }) => at(properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') === true,
    );
    expect(recoverable.map(tableName)).toEqual(livesAsLongAsTheAccount);
  });

  test('what remembers outlives its stack exactly if the stage keeps data', () => {
    const remembering = ['Table', 'Stream', 'Key', 'Queue', 'LogGroup'];
    const kept = resources.filter(({ type }) => remembering.includes(type.split('::')[2] ?? ''));
    const policies = new Set(kept.map(({ deletionPolicy }) => deletionPolicy));
    expect(policies).toEqual(new Set([config.keepData ? 'Retain' : 'Delete']));
    for (const table of ofType('AWS::DynamoDB::Table'))
      expect(at(table.properties, 'DeletionProtectionEnabled')).toBe(config.keepData);
  });

  test('a stack that remembers cannot be terminated by accident if the stage keeps data', () => {
    const guarded = stacks.filter(({ isProtected }) => isProtected).map((stack) => stack.name);
    expect(guarded.toSorted()).toEqual(config.keepData ? ['ControlPlaneStore', 'EventLog', 'ListenStore'] : []);
  });
});
