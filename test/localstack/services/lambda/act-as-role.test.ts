import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import {
  askForRole,
  checkRoleTrust,
  checkSourceAccess,
  logsForRole,
  queuesForRole,
  streamsForRole,
} from '../../../../localstack/services/lambda/act-as-role.ts';
import type { FunctionRecord } from '../../../../localstack/services/lambda/function-record.ts';
import { allow, IamWorld, roleArn } from '../../engine/authorization/support/iam-world.ts';
import { MemoryLog } from './support/memory-log.ts';
import { MemoryQueues } from './support/memory-queue.ts';
import { MemoryStream } from './support/memory-stream.ts';

const record = { name: 'work', role: roleArn } as FunctionRecord;
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:jobs';
const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/plays';
const limits = { recordsMax: 1, bytesMax: 1 };

let world: IamWorld;
beforeEach(async () => {
  world = new IamWorld();
  await world.makeRole();
});
afterEach(() => world.close());

const refused = (action: string) =>
  `User: arn:aws:sts::000000000000:assumed-role/worker/work is not authorized to perform: ${action} on resource: `;

test('a function’s session is named as the function', () => {
  expect(() => askForRole(world.engine, record, 'sqs:SendMessage', queueArn)).toThrow(refused('sqs:SendMessage'));
});

describe('a mapping reads and deletes with the function’s role:', () => {
  const queues = () => queuesForRole(world.engine, new MemoryQueues(() => 0), () => record);
  const streams = () => streamsForRole(world.engine, new MemoryStream(() => 0), () => record, 'kinesis');
  const start = { kind: 'TRIM_HORIZON' } as const;

  test.each<[string, () => unknown]>([
    ['sqs:GetQueueAttributes', () => queues().onVisible(queueArn, () => undefined)],
    ['sqs:ReceiveMessage', () => queues().receive(queueArn, 1)],
    ['sqs:DeleteMessage', () => queues().delete(queueArn, [])],
    ['sqs:SendMessage', () => queues().send(queueArn, 'x')],
    ['kinesis:DescribeStream', () => streams().onChange(streamArn, () => undefined)],
    ['kinesis:ListShards', () => streams().shards(streamArn)],
    ['kinesis:GetShardIterator', () => streams().resolve(streamArn, 'shard', start)],
    ['kinesis:GetRecords', () => streams().read(streamArn, 'shard', start, limits)],
  ])('%s', async (action, act) => {
    expect(act).toThrow(refused(action));
    await world.allow(allow([action, 'kinesis:DescribeStreamSummary']));
    // What the door says then is its own affair; IAM no longer stands before it.
    const fault = (() => {
      try {
        return void act();
      } catch (caught) {
        return caught;
      }
    })();
    expect(String(fault)).not.toContain('not authorized');
  });
});

describe('the log of an environment', () => {
  const line = [{ timestampMs: 0, message: 'hello' }];

  test('is written by a role that may', async () => {
    await world.allow(
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], 'arn:aws:logs:*:*:log-group:/aws/lambda/work:*'),
    );
    const log = new MemoryLog();
    logsForRole(world.engine, log, record).append('/aws/lambda/work', 'a', line);
    expect(JSON.stringify(log)).toContain('hello');
    expect(world.authorizer.usage()[0]?.used).toHaveLength(2);
  });

  test('stays empty for a role that may not, and the cloud’s own log says why once', () => {
    const log = new MemoryLog();
    const logs = logsForRole(world.engine, log, record);
    logs.append('/aws/lambda/work', 'a', line);
    logs.append('/aws/lambda/work', 'a', line);
    expect(JSON.stringify(log)).not.toContain('hello');
    expect(world.events.filter((event) => event.includes('logs:CreateLogStream'))).toHaveLength(1);
  });
});

test('a new mapping is refused when the role may not work with its source', async () => {
  expect(() => checkSourceAccess(world.engine, record, 'sqs', queueArn)).toThrow(
    'The provided execution role does not have permissions to call ReceiveMessage on SQS',
  );
  expect(() => checkSourceAccess(world.engine, record, 'kinesis', streamArn)).toThrow(
    `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams Actions on your stream in IAM.`,
  );
  await world.allow(allow(['kinesis:*', 'sqs:*']));
  expect(() => checkSourceAccess(world.engine, record, 'kinesis', streamArn)).not.toThrow();
});

test('Lambda takes on a role only when the role’s policy lets it', async () => {
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
  const check = () => checkRoleTrust(world.engine, roleArn, functionArn);
  expect(check).toThrow('The role defined for the function cannot be assumed by Lambda.');
  const PolicyDocument = JSON.stringify({
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  });
  await world.call('iam', 'UpdateAssumeRolePolicy', { RoleName: 'worker', PolicyDocument });
  expect(check).not.toThrow();
});

test('without IAM the doors are as they were', () => {
  const queues = new MemoryQueues(() => 0);
  const { authorize: _authorize, ...engine } = world.engine;
  expect(queuesForRole(engine, queues, () => record)).toBe(queues);
});
