import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
let QueueUrl: string;
beforeEach(async () => {
  world = sqsWorld();
  QueueUrl = await world.makeQueue('jobs.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
});
afterEach(() => world.close());

const send = (group: string, body: string, more: object = {}, queueUrl = QueueUrl) =>
  world.client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageGroupId: group, ...more }));
const remove = ({ ReceiptHandle }: Message, queueUrl = QueueUrl) =>
  world.client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
const bodies = async (messagesMax = 10) => (await world.receive(QueueUrl, messagesMax)).map(({ Body }) => Body);

test('several messages of one group come in one receive, in the order they were sent', async () => {
  for (const body of ['1', '2', '3', '4', '5']) await send('a', body);

  expect(await bodies(4)).toEqual(['1', '2', '3', '4']);
});

test('a group with a message in flight gives out no more, the other groups do', async () => {
  await send('a', 'a1');
  await send('a', 'a2');
  const [first] = await world.receive(QueueUrl, 1);
  await send('b', 'b1');

  expect(await bodies()).toEqual(['b1']);
  await remove(first ?? {});
  expect(await bodies()).toEqual(['a2']);
});

test('a message that was not deleted comes again before the rest of its group', async () => {
  for (const body of ['1', '2', '3']) await send('a', body);
  await world.receive(QueueUrl, 1);

  await world.clock.advance(29_999);
  expect(await bodies()).toEqual([]);
  await world.clock.advance(1);

  expect(await bodies()).toEqual(['1', '2', '3']);
});

test('a message given back waits for the others of its group that are in flight', async () => {
  await send('a', '1');
  await send('a', '2');
  const [one, two] = await world.receive(QueueUrl);

  await world.client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: one?.ReceiptHandle, VisibilityTimeout: 0 }),
  );
  expect(await bodies()).toEqual([]);
  await remove(two ?? {});
  expect(await bodies()).toEqual(['1']);
});

test('sequence numbers have twenty digits and grow; group and deduplication id come with the message', async () => {
  const first = await send('a', '1', { MessageDeduplicationId: 'one' });
  const second = await send('b', '2');

  expect(first.SequenceNumber).toMatch(/^\d{20}$/u);
  expect(BigInt(second.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
  expect(await world.receive(QueueUrl, 1)).toMatchObject([
    { Attributes: { MessageGroupId: 'a', MessageDeduplicationId: 'one', SequenceNumber: first.SequenceNumber } },
  ]);
});

test('the same content within five minutes is accepted as the first message and not delivered again', async () => {
  const first = await send('a', 'same');
  const [message] = await world.receive(QueueUrl);
  await remove(message ?? {});
  await world.clock.advance(299_999);

  const again = await send('b', 'same');

  expect([again.MessageId, again.SequenceNumber]).toEqual([first.MessageId, first.SequenceNumber]);
  expect(await bodies()).toEqual([]);
  await world.clock.advance(1);
  expect((await send('a', 'same')).MessageId).not.toBe(first.MessageId);
  expect(await bodies()).toEqual(['same']);
});

test('an explicit deduplication id goes before the content', async () => {
  await send('a', 'x', { MessageDeduplicationId: '1' });
  await send('a', 'x', { MessageDeduplicationId: '2' });
  await send('a', 'y', { MessageDeduplicationId: '2' });

  expect(await bodies()).toEqual(['x', 'x']);
});

test('deduplication survives a restart', async () => {
  await send('a', 'same');

  const again = world.restart();
  await again.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'same', MessageGroupId: 'a' }));

  expect(again.service.door.receive(arnOf('jobs.fifo'), 10)).toHaveLength(1);
});

test('deduplication by message group lets two groups say the same', async () => {
  const queueUrl = await world.makeQueue('wide.fifo', {
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  });

  for (const group of ['a', 'b', 'a']) await send(group, 'same', {}, queueUrl);

  expect(await world.receive(queueUrl)).toHaveLength(2);
});

test.each([
  ['no group', { MessageDeduplicationId: 'x' }, 'The request must contain the parameter MessageGroupId.'],
  ['a group with a space', { MessageGroupId: 'a b' }, 'can only include alphanumeric and punctuation characters.'],
  [
    'a delay of its own',
    { MessageGroupId: 'a', DelaySeconds: 1 },
    'Value 1 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type',
  ],
])('a message with %s is refused', async (_title, input, message) => {
  await expect(
    world.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', ...input })),
  ).rejects.toMatchObject({ message: expect.stringContaining(message) });
});

test('without content-based deduplication a message needs an id', async () => {
  const queueUrl = await world.makeQueue('plain.fifo', { FifoQueue: 'true' });

  await expect(send('a', 'x', {}, queueUrl)).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message:
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  });
});

test('a batch keeps its order and answers a sequence number for each message', async () => {
  const Entries = ['3', '1', '2'].map((body, index) => ({
    Id: `${index}`,
    MessageBody: body,
    ...(body !== '1' && { MessageGroupId: 'a' }),
  }));

  const { Successful = [], Failed = [] } = await world.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

  expect(Successful.every(({ SequenceNumber }) => /^\d{20}$/u.test(SequenceNumber ?? ''))).toBe(true);
  expect(Failed).toMatchObject([{ Id: '1', Code: 'MissingParameter' }]);
  expect(await bodies()).toEqual(['3', '2']);
});

test('the same receive attempt answers the same messages under the same handles and hides them anew', async () => {
  await send('a', '1');
  await send('b', '2');
  const attempt = async () => {
    const receive = { QueueUrl, MaxNumberOfMessages: 1, ReceiveRequestAttemptId: 'try-1' };
    return (await world.client.send(new ReceiveMessageCommand(receive))).Messages;
  };
  const first = await attempt();
  await world.clock.advance(20_000);

  expect(await attempt()).toEqual(first);
  await world.clock.advance(20_000);
  expect(await bodies()).toEqual(['2']);
  await remove(first?.[0] ?? {});
});

test('a receive attempt whose messages have changed since begins anew', async () => {
  await send('a', '1');
  await send('a', '2');
  const attempt = () => world.client.send(new ReceiveMessageCommand({ QueueUrl, ReceiveRequestAttemptId: 'try-1' }));
  const { Messages = [] } = await attempt();
  await remove(Messages[0] ?? {});

  expect((await attempt()).Messages).toMatchObject([{ Body: '2' }]);
});

test('a standard queue takes no receive attempt id', async () => {
  const queueUrl = await world.makeQueue('standard');

  await expect(
    world.client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, ReceiveRequestAttemptId: 'x' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

test('a handle whose visibility timeout is over deletes nothing', async () => {
  await send('a', '1');
  const [late] = await world.receive(QueueUrl);
  await world.clock.advance(30_000);

  await expect(remove(late ?? {})).rejects.toMatchObject({
    message: expect.stringContaining('Reason: The receipt handle has expired.'),
  });
  const Entries = [{ Id: 'late', ReceiptHandle: late?.ReceiptHandle }];
  expect(await world.client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))).toMatchObject({
    Failed: [{ Id: 'late', Code: 'InvalidParameterValue' }],
  });
  expect(await bodies()).toEqual(['1']);
});

test('a message received too often leaves for the dead-letter queue, and its group goes on', async () => {
  const dead = await world.makeQueue('dead.fifo', { FifoQueue: 'true' });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('dead.fifo'), maxReceiveCount: 1 });
  await world.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
  await send('a', 'poison');
  await world.receive(QueueUrl);
  await send('a', 'next');
  await world.clock.advance(30_000);

  expect(await bodies()).toEqual(['next']);
  expect(await world.receive(dead)).toMatchObject([
    {
      Body: 'poison',
      Attributes: {
        MessageGroupId: 'a',
        DeadLetterQueueSourceArn: arnOf('jobs.fifo'),
        SentTimestamp: String(world.clock.nowMs()),
      },
    },
  ]);
});

test('a long poll wakes when its group becomes free', async () => {
  await send('a', '1');
  await send('a', '2');
  const [one] = await world.receive(QueueUrl, 1);
  const polled = world.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await new Promise((resolve) => setImmediate(resolve));

  await remove(one ?? {});

  expect((await polled).Messages).toMatchObject([{ Body: '2' }]);
});

test('the delay is the queue’s, and a changed one holds for the messages that wait', async () => {
  await world.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '60' } }));
  await send('a', '1');
  await world.clock.advance(10_000);
  expect(await bodies()).toEqual([]);

  await world.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '10' } }));

  expect(await bodies()).toEqual(['1']);
});

test('a mapping’s reader gets batches in the order of their groups, and what it held is free again after a restart', async () => {
  for (const [group, body] of [
    ['a', 'a1'],
    ['b', 'b1'],
    ['a', 'a2'],
  ] as const)
    await send(group, body);
  const read = (door = world.door) => door.receive(arnOf('jobs.fifo'), 10).map(({ body }) => body);
  expect(read()).toEqual(['a1', 'a2', 'b1']);
  expect(read()).toEqual([]);

  expect(read(world.restart().service.door)).toEqual(['a1', 'a2', 'b1']);
});

test('the attributes show what a FIFO queue is', async () => {
  const { Attributes } = await world.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));

  expect(Attributes).toMatchObject({
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
    DeduplicationScope: 'queue',
    FifoThroughputLimit: 'perQueue',
  });
});
