import {
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
beforeEach(() => void (world = sqsWorld()));
afterEach(() => world.close());

test('a deleted queue is gone with its messages', async () => {
  const QueueUrl = await world.makeQueue('jobs');
  await world.send(QueueUrl, 'lost');

  await world.client.send(new DeleteQueueCommand({ QueueUrl }));

  await expect(world.receive(QueueUrl)).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    message: 'The specified queue does not exist.',
  });
  await world.makeQueue('jobs');
  expect(await world.receive(QueueUrl)).toEqual([]);
});

test('GetQueueUrl finds a queue by name and refuses an unknown one', async () => {
  const queueUrl = await world.makeQueue('jobs');

  expect(await world.client.send(new GetQueueUrlCommand({ QueueName: 'jobs' }))).toMatchObject({ QueueUrl: queueUrl });
  await expect(world.client.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
});

test('ListQueues pages through the queues of a prefix', async () => {
  for (const name of ['a-1', 'a-2', 'a-3', 'b-1']) await world.makeQueue(name);

  const first = await world.client.send(new ListQueuesCommand({ QueueNamePrefix: 'a-', MaxResults: 2 }));
  const second = await world.client.send(
    new ListQueuesCommand({ QueueNamePrefix: 'a-', MaxResults: 2, NextToken: first.NextToken }),
  );

  expect(first.QueueUrls?.map((url) => url.slice(-3))).toEqual(['a-1', 'a-2']);
  expect(second.QueueUrls?.map((url) => url.slice(-3))).toEqual(['a-3']);
  expect(second.NextToken).toBeUndefined();
});

test('attributes show what was set, the defaults and the exact counts', async () => {
  const QueueUrl = await world.makeQueue('jobs', { VisibilityTimeout: '5' });
  await world.send(QueueUrl, 'in flight');
  await world.receive(QueueUrl);
  await world.send(QueueUrl, 'visible');
  await world.send(QueueUrl, 'delayed', 9);

  const { Attributes } = await world.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));

  expect(Attributes).toMatchObject({
    QueueArn: arnOf('jobs'),
    VisibilityTimeout: '5',
    MessageRetentionPeriod: '345600',
    MaximumMessageSize: '1048576',
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    ApproximateNumberOfMessagesDelayed: '1',
    CreatedTimestamp: '1795176000',
  });
});

test('SetQueueAttributes changes one attribute and leaves messages and other attributes alone', async () => {
  const QueueUrl = await world.makeQueue('jobs', { VisibilityTimeout: '5', DelaySeconds: '0' });
  await world.send(QueueUrl, 'kept');

  await world.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '7' } }));

  const { Attributes } = await world.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({ VisibilityTimeout: '7', DelaySeconds: '0', ApproximateNumberOfMessages: '1' });
});

test('a purge empties the queue, and a second one has to wait a minute', async () => {
  const QueueUrl = await world.makeQueue('jobs');
  await world.send(QueueUrl, 'gone');

  await world.client.send(new PurgeQueueCommand({ QueueUrl }));

  expect(await world.receive(QueueUrl)).toEqual([]);
  await expect(world.client.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'PurgeQueueInProgress',
  });
  await world.clock.advance(60_000);
  await expect(world.client.send(new PurgeQueueCommand({ QueueUrl }))).resolves.toBeDefined();
});

test('tags come, show and go', async () => {
  const QueueUrl = await world.makeQueue('jobs');

  await world.client.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'a', stage: 'b' } }));
  await world.client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['team'] }));

  expect(await world.client.send(new ListQueueTagsCommand({ QueueUrl }))).toMatchObject({ Tags: { stage: 'b' } });
});

test('a dead-letter queue knows its source queues', async () => {
  const dead = await world.makeQueue('dead');
  const jobs = await world.makeQueue('jobs', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 3 }),
  });

  const { queueUrls } = await world.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));

  expect(queueUrls).toEqual([jobs]);
});

test('clients of the older protocol find the code that they know', async () => {
  const QueueUrl = 'http://127.0.0.1:4566/000000000000/nowhere';

  await expect(world.receive(QueueUrl)).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
  });
});
