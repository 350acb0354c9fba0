import { expect, test } from '@jest/globals';

import { stages } from '../../lib/config.ts';
import { permissionsOf } from './support/permissions.ts';
import { at, listAt, synthesized } from './support/synthesized.ts';

const local = synthesized(stages.local);
const production = synthesized(stages.production);

/** What Lambda itself does with a function's role: its log, and the source that it polls. */
const ofLambdaItself =
  /^(logs:|kinesis:(Describe|Get|List|Subscribe)|sqs:(DeleteMessage|GetQueueAttributes|ReceiveMessage))/;

test('each function may do exactly this with exactly these', () => {
  const permissions = Object.fromEntries(
    Object.entries(permissionsOf(local)).map(([name, all]) => [
      name,
      all
        .filter(({ action }) => !ofLambdaItself.test(action))
        .map(({ action, resource }) => `${action} ${resource}`)
        .toSorted(),
    ]),
  );
  expect(permissions).toEqual({
    'oauth-service': [
      'dynamodb:DeleteItem OAuthStates',
      'dynamodb:PutItem OAuthStates',
      'dynamodb:UpdateItem UserCrawlSchedule',
      'dynamodb:UpdateItem UserTokens',
      'dynamodb:UpdateItem Users',
      'kms:Encrypt TokenKey',
    ],
    'crawl-scheduler': [
      'dynamodb:Query UserCrawlSchedule/index/due',
      'dynamodb:UpdateItem UserCrawlSchedule',
      'sqs:SendMessage CrawlJobs',
      'sqs:SendMessage CrawlSchedulerFailed',
    ],
    'crawl-worker': [
      'dynamodb:GetItem UserCrawlSchedule',
      'dynamodb:GetItem UserTokens',
      'dynamodb:UpdateItem UserCrawlSchedule',
      'dynamodb:UpdateItem UserTokens',
      'kinesis:PutRecords Listens',
      'kms:Decrypt TokenKey',
      'kms:Encrypt TokenKey',
    ],
    'raw-event-processor': [
      'dynamodb:BatchWriteItem UserListenHistory',
      'sqs:SendMessage ListenPoison',
      'sqs:SendMessage RawEventProcessorFailed',
    ],
    aggregator: [
      'dynamodb:BatchGetItem SongCatalogue',
      'dynamodb:UpdateItem SongCatalogue',
      'dynamodb:UpdateItem UserDailyTopK',
      'sqs:SendMessage AggregatorFailed',
      'sqs:SendMessage ListenPoison',
    ],
    'topk-api': ['dynamodb:BatchGetItem SongCatalogue', 'dynamodb:GetItem Users', 'dynamodb:Query UserDailyTopK'],
  });
});

test('what Lambda does with a role is: write its log, and poll its source', () => {
  const ofLambda = Object.entries(permissionsOf(local)).map(([name, all]) => {
    const theirs = all.filter(({ action }) => ofLambdaItself.test(action) && !action.startsWith('logs:'));
    return [name, [...new Set(theirs.map(({ resource }) => resource))]];
  });
  expect(Object.fromEntries(ofLambda)).toEqual({
    'oauth-service': [],
    'crawl-scheduler': [],
    'crawl-worker': ['CrawlJobs'],
    'raw-event-processor': ['Listens'],
    aggregator: ['Listens'],
    'topk-api': [],
  });
});

test('no role allows an action or a resource by wildcard', () => {
  for (const all of Object.values(permissionsOf(local)))
    for (const { action, resource } of all) expect(`${action} ${resource}`).not.toContain('*');
});

test('in production the one wildcard is X-Ray, whose actions know no resources', () => {
  const wild = Object.values(permissionsOf(production))
    .flat()
    .filter(({ action, resource }) => `${action} ${resource}`.includes('*'));
  expect(new Set(wild.map(({ action }) => action))).toEqual(
    new Set(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']),
  );
});

test('a resource policy allows someone else in only where a rule reports its failures', () => {
  const allowed = local
    .ofType('AWS::SQS::QueuePolicy')
    .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
    .filter((statement) => at(statement, 'Effect') === 'Allow');
  expect(allowed).toHaveLength(1);
  expect(at(allowed[0], 'Principal')).toEqual({ Service: 'events.amazonaws.com' });
  expect(at(allowed[0], 'Action')).toBe('sqs:SendMessage');
  expect(at(allowed[0], 'Condition', 'ArnEquals', 'aws:SourceArn')).toBeDefined();
});

test('every queue refuses plain HTTP', () => {
  const queues = local.ofType('AWS::SQS::Queue').map(({ id }) => id);
  const refusing = local
    .ofType('AWS::SQS::QueuePolicy')
    .filter(({ properties }) =>
      listAt(properties, 'PolicyDocument', 'Statement').some(
        (statement) =>
          at(statement, 'Effect') === 'Deny' && at(statement, 'Condition', 'Bool', 'aws:SecureTransport') === 'false',
      ),
    )
    .flatMap(({ properties }) => listAt(properties, 'Queues').map((queue) => String(at(queue, 'Ref'))));
  expect(refusing.toSorted()).toEqual(queues.toSorted());
});

test('log, queues and token key are encrypted, and the key rotates', () => {
  for (const { properties } of local.ofType('AWS::Kinesis::Stream'))
    expect(at(properties, 'StreamEncryption', 'EncryptionType')).toBe('KMS');
  for (const { properties } of local.ofType('AWS::SQS::Queue')) expect(properties['SqsManagedSseEnabled']).toBe(true);
  for (const { properties } of local.ofType('AWS::KMS::Key')) expect(properties['EnableKeyRotation']).toBe(true);
});
