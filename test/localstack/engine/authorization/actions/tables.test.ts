import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { createCloud } from '../../../../../localstack/cloud.ts';
import type { Access, Input, Place } from '../../../../../localstack/engine/authorization/action-table.ts';
import { actionTables } from '../../../../../localstack/engine/authorization/actions/tables.ts';

/** Those that are no AWS service of IAM's: the cloud's own door, and APIs without IAM authorization. */
const withoutActions = ['local-cloud', 'execute-api'];

test('every operation that the cloud hosts has its action', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'actions-'));
  const cloud = await createCloud({ folder, port: 0 });
  const hosted = cloud.services.filter(({ name }) => !withoutActions.includes(name));
  const missing = hosted.flatMap(({ name, operations }) =>
    Object.keys(operations)
      .filter((operation) => !Object.hasOwn(actionTables[name]?.rows ?? {}, operation))
      .map((operation) => `${name}.${operation}`),
  );
  await cloud.stop();
  rmSync(folder, { recursive: true });

  expect(missing).toEqual([]);
});

const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

const known: Readonly<Record<string, string>> = {
  'CiphertextBlob AQ==': arn('kms', 'key/1'),
  'KeyId alias/tokens': arn('kms', 'key/2'),
  'ShardIterator it': arn('kinesis', 'stream/plays'),
  'RoleName worker': 'arn:aws:iam::000000000000:role/path/worker',
};

const place: Place = {
  accountId: '000000000000',
  region: 'us-east-1',
  resolve: (_service, member, value) => known[`${member} ${value}`],
};

function accesses(service: string, operation: string, input: Input): readonly Access[] {
  const table = actionTables[service];
  const row = table?.rows[operation];
  if (!table || !row) throw new Error(`${service}.${operation} has no row`);
  if (row.accesses) return row.accesses(input, place);
  return [{ action: row.action ?? `${table.prefix}:${operation}`, resources: row.on?.(input, place) ?? ['*'] }];
}

const songs = arn('dynamodb', 'table/songs');
const jobs = arn('sqs', 'jobs');
const QueueUrl = 'http://localhost:4566/000000000000/jobs';
const plays = arn('kinesis', 'stream/plays');
const work = arn('lambda', 'function:work');
const group = arn('logs', 'log-group:/aws/lambda/work');
const passed = 'arn:aws:iam::000000000000:role/passed';

test.each<[string, string, Input, string, readonly string[]]>([
  ['dynamodb', 'GetItem', { TableName: 'songs' }, 'dynamodb:GetItem', [songs]],
  ['dynamodb', 'GetItem', { TableName: songs }, 'dynamodb:GetItem', [songs]],
  ['dynamodb', 'Query', { TableName: 'songs', IndexName: 'due' }, 'dynamodb:Query', [`${songs}/index/due`]],
  ['dynamodb', 'BatchGetItem', { RequestItems: { songs: {}, [songs]: {} } }, 'dynamodb:BatchGetItem', [songs, songs]],
  ['dynamodb', 'ListTables', {}, 'dynamodb:ListTables', ['*']],
  [
    'dynamodbstreams',
    'GetRecords',
    { ShardIterator: `${songs}/stream/1|1|e30=` },
    'dynamodb:GetRecords',
    [`${songs}/stream/1`],
  ],
  ['kinesis', 'PutRecords', { StreamName: 'plays' }, 'kinesis:PutRecords', [plays]],
  ['kinesis', 'PutRecords', { StreamARN: plays }, 'kinesis:PutRecords', [plays]],
  ['kinesis', 'GetRecords', { ShardIterator: 'it' }, 'kinesis:GetRecords', [plays]],
  ['sqs', 'SendMessageBatch', { QueueUrl }, 'sqs:SendMessage', [jobs]],
  ['sqs', 'DeleteMessageBatch', { QueueUrl }, 'sqs:DeleteMessage', [jobs]],
  ['sqs', 'GetQueueUrl', { QueueName: 'jobs' }, 'sqs:GetQueueUrl', [jobs]],
  ['kms', 'Decrypt', { CiphertextBlob: 'AQ==' }, 'kms:Decrypt', [arn('kms', 'key/1')]],
  ['kms', 'Encrypt', { KeyId: 'alias/tokens' }, 'kms:Encrypt', [arn('kms', 'key/2')]],
  ['lambda', 'Invoke', { FunctionName: 'work' }, 'lambda:InvokeFunction', [work]],
  ['lambda', 'Invoke', { FunctionName: work, Qualifier: '7' }, 'lambda:InvokeFunction', [`${work}:7`]],
  ['lambda', 'Invoke', { FunctionName: '000000000000:function:work' }, 'lambda:InvokeFunction', [work]],
  ['logs', 'CreateLogGroup', { logGroupName: '/aws/lambda/work' }, 'logs:CreateLogGroup', [`${group}:log-stream:`]],
  [
    'logs',
    'PutLogEvents',
    { logGroupName: '/aws/lambda/work', logStreamName: 'a' },
    'logs:PutLogEvents',
    [`${group}:log-stream:a`],
  ],
  ['logs', 'FilterLogEvents', { logGroupIdentifier: `${group}:*` }, 'logs:FilterLogEvents', [`${group}:log-stream:`]],
  [
    'ssm',
    'GetParameters',
    { Names: ['/a/b', 'c'] },
    'ssm:GetParameters',
    [arn('ssm', 'parameter/a/b'), arn('ssm', 'parameter/c')],
  ],
  ['events', 'PutEvents', { Entries: [{}, {}] }, 'events:PutEvents', [arn('events', 'event-bus/default')]],
  ['events', 'PutTargets', { Rule: 'tick' }, 'events:PutTargets', [arn('events', 'rule/tick')]],
  ['s3', 'HeadObject', { Bucket: 'crate', Key: 'a b' }, 's3:GetObject', ['arn:aws:s3:::crate/a b']],
  ['s3', 'GetObject', { Bucket: 'crate', Key: 'a', VersionId: '1' }, 's3:GetObjectVersion', ['arn:aws:s3:::crate/a']],
  ['s3', 'ListObjectsV2', { Bucket: 'crate' }, 's3:ListBucket', ['arn:aws:s3:::crate']],
  ['s3', 'DeleteBucketEncryption', { Bucket: 'crate' }, 's3:PutEncryptionConfiguration', ['arn:aws:s3:::crate']],
  ['iam', 'GetRole', { RoleName: 'worker' }, 'iam:GetRole', ['arn:aws:iam::000000000000:role/path/worker']],
  ['sts', 'AssumeRole', { RoleArn: passed }, 'sts:AssumeRole', [passed]],
  [
    'cloudformation',
    'DescribeStacks',
    { StackName: 'a' },
    'cloudformation:DescribeStacks',
    [arn('cloudformation', 'stack/a/*')],
  ],
  ['cloudformation', 'DescribeStacks', {}, 'cloudformation:DescribeStacks', ['*']],
  ['apigateway', 'CreateRoute', { apiId: 'x' }, 'apigateway:POST', ['arn:aws:apigateway:us-east-1::/apis/x/routes']],
  ['apigateway', 'GetRoutes', { apiId: 'x' }, 'apigateway:GET', ['arn:aws:apigateway:us-east-1::/apis/x/routes']],
  ['scheduler', 'GetSchedule', { Name: 'a' }, 'scheduler:GetSchedule', [arn('scheduler', 'schedule/default/a')]],
  ['sns', 'PublishBatch', { TopicArn: arn('sns', 'news') }, 'sns:Publish', [arn('sns', 'news')]],
  ['sns', 'Unsubscribe', { SubscriptionArn: arn('sns', 'news:1') }, 'sns:Unsubscribe', [arn('sns', 'news')]],
])('%s.%s of %j is %s on %j', (service, operation, input, action, resources) => {
  expect(accesses(service, operation, input)).toEqual([{ action, resources }]);
});

test.each<[string, string, Input, readonly Access[]]>([
  [
    'dynamodb',
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { TableName: 'songs' } },
        { Put: { TableName: 'songs' } },
        { Update: { TableName: 'users' } },
      ],
    },
    [
      { action: 'dynamodb:PutItem', resources: [songs] },
      { action: 'dynamodb:UpdateItem', resources: [arn('dynamodb', 'table/users')] },
    ],
  ],
  [
    'kms',
    'ReEncrypt',
    { CiphertextBlob: 'AQ==', DestinationKeyId: 'alias/tokens' },
    [
      { action: 'kms:ReEncryptFrom', resources: [arn('kms', 'key/1')] },
      { action: 'kms:ReEncryptTo', resources: [arn('kms', 'key/2')] },
    ],
  ],
  [
    's3',
    'CopyObject',
    { Bucket: 'crate', Key: 'b', CopySource: 'other/a%20b?versionId=1' },
    [
      { action: 's3:GetObjectVersion', resources: ['arn:aws:s3:::other/a b'] },
      { action: 's3:PutObject', resources: ['arn:aws:s3:::crate/b'] },
    ],
  ],
  [
    's3',
    'DeleteObjects',
    { Bucket: 'crate', Delete: { Objects: [{ Key: 'a' }, { Key: 'b', VersionId: '1' }] } },
    [
      { action: 's3:DeleteObject', resources: ['arn:aws:s3:::crate/a'] },
      { action: 's3:DeleteObjectVersion', resources: ['arn:aws:s3:::crate/b'] },
    ],
  ],
  [
    'lambda',
    'CreateFunction',
    { FunctionName: 'work', Role: passed },
    [
      { action: 'lambda:CreateFunction', resources: [work] },
      { action: 'iam:PassRole', resources: [passed] },
    ],
  ],
])('%s.%s of %j is several actions', (service, operation, input, expected) => {
  expect(accesses(service, operation, input)).toEqual(expected);
});
