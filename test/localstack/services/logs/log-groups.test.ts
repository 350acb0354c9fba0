import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { logGroupResource } from '../../../../localstack/services/logs/resources.ts';
import { testStartMs } from '../../../support/in-process.ts';
import { logsWorld } from './logs-world.ts';
import type { LogsWorld } from './logs-world.ts';

let world: LogsWorld;
beforeEach(() => void (world = logsWorld()));
afterEach(() => world.close());

const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:/app';

test('a group is described with its ARNs and its retention', async () => {
  await world.make('/app');
  await world.client.send(new PutRetentionPolicyCommand({ logGroupName: '/app', retentionInDays: 7 }));

  const { logGroups } = await world.client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a' }));

  expect(logGroups).toEqual([
    {
      logGroupName: '/app',
      creationTime: testStartMs,
      retentionInDays: 7,
      metricFilterCount: 0,
      arn: `${arn}:*`,
      logGroupArn: arn,
      storedBytes: 0,
      logGroupClass: 'STANDARD',
    },
  ]);
});

test('a second group or stream of the same name is refused', async () => {
  await world.make('/app', 's');

  await expect(world.client.send(new CreateLogGroupCommand({ logGroupName: '/app' }))).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
    message: 'The specified log group already exists',
  });
  await expect(
    world.client.send(new CreateLogStreamCommand({ logGroupName: '/app', logStreamName: 's' })),
  ).rejects.toMatchObject({ message: 'The specified log stream already exists' });
});

test('groups are listed page by page in order of name', async () => {
  for (const name of ['b', 'a', 'c']) await world.make(name);

  const first = await world.client.send(new DescribeLogGroupsCommand({ limit: 2 }));
  const second = await world.client.send(new DescribeLogGroupsCommand({ limit: 2, nextToken: first.nextToken }));

  expect([first, second].map(({ logGroups }) => logGroups?.map(({ logGroupName }) => logGroupName))).toEqual([
    ['a', 'b'],
    ['c'],
  ]);
  expect(second.nextToken).toBeUndefined();
});

test('streams are listed by last event, the newest first', async () => {
  await world.make('/app', 'a', 'b', 'c');
  await world.put('/app', 'b', { timestamp: testStartMs, message: 'new' });
  await world.put('/app', 'a', { timestamp: testStartMs - 5, message: 'old' });

  const { logStreams } = await world.client.send(
    new DescribeLogStreamsCommand({ logGroupName: '/app', orderBy: 'LastEventTime', descending: true }),
  );

  expect(logStreams?.map(({ logStreamName, lastEventTimestamp }) => [logStreamName, lastEventTimestamp])).toEqual([
    ['b', testStartMs],
    ['a', testStartMs - 5],
    ['c', undefined],
  ]);
});

test('deleted groups and streams are gone with their events', async () => {
  await world.make('/app', 's', 't');
  await world.put('/app', 's', { timestamp: testStartMs, message: 'x' });

  await world.client.send(new DeleteLogStreamCommand({ logGroupName: '/app', logStreamName: 's' }));
  const { logStreams } = await world.client.send(new DescribeLogStreamsCommand({ logGroupName: '/app' }));
  expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['t']);
  expect(await world.client.send(new DescribeLogGroupsCommand({}))).toMatchObject({ logGroups: [{ storedBytes: 0 }] });

  await world.client.send(new DeleteLogGroupCommand({ logGroupName: '/app' }));
  await expect(world.client.send(new DeleteLogGroupCommand({ logGroupName: '/app' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  });
});

test('tags come, show and go', async () => {
  await world.make('/app');

  await world.client.send(new TagResourceCommand({ resourceArn: arn, tags: { team: 'a', stage: 'b' } }));
  await world.client.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ['team'] }));

  expect(await world.client.send(new ListTagsForResourceCommand({ resourceArn: arn }))).toMatchObject({
    tags: { stage: 'b' },
  });
});

test('a retention that AWS does not offer is refused', async () => {
  await world.make('/app');

  await expect(
    world.client.send(new PutRetentionPolicyCommand({ logGroupName: '/app', retentionInDays: 8 })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('a group of a template keeps its events when its retention changes', async () => {
  const scope = {
    accountId: '000000000000',
    region: 'us-east-1',
    generateName: () => 'stack-Group-1',
    call: world.call,
  } as unknown as ResourceScope;
  const made = await logGroupResource.create({ RetentionInDays: 7 }, scope);
  world.door.append(made.physicalId, 's', [{ timestampMs: testStartMs, message: 'kept' }]);

  await logGroupResource.update(made.physicalId, { RetentionInDays: 1 }, { RetentionInDays: 7 }, scope);

  const { logGroups } = await world.client.send(new DescribeLogGroupsCommand({}));
  expect(made).toEqual({
    physicalId: 'stack-Group-1',
    attributes: { Arn: 'arn:aws:logs:us-east-1:000000000000:log-group:stack-Group-1:*' },
  });
  expect(logGroups).toMatchObject([{ retentionInDays: 1, storedBytes: 30 }]);
});
