import { SendMessageBatchCommand, SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
let QueueUrl: string;
beforeEach(async () => {
  world = sqsWorld();
  QueueUrl = await world.makeQueue('jobs');
});
afterEach(() => world.close());

test('a message with attributes comes back whole, with digests that the SDK checks', async () => {
  const MessageAttributes = {
    kind: { DataType: 'String', StringValue: 'crawl' },
    weight: { DataType: 'Number.float', StringValue: '1.5' },
    bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
  };
  await world.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'héllo', MessageAttributes }));

  const [message] = await world.receive(QueueUrl);

  expect(message).toMatchObject({ Body: 'héllo', MessageAttributes });
});

test('the digest of attributes is the documented one', async () => {
  // Computed by hand from the documented encoding of {a: String "b"}.
  const sent = await world.client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'x',
      MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
    }),
  );

  expect(sent.MD5OfMessageAttributes).toBe('bef8bf215374a0a228d67533b1a488be');
});

test('a delayed message is visible when its delay is over', async () => {
  await world.send(QueueUrl, 'later', 5);

  expect(await world.receive(QueueUrl)).toEqual([]);
  await world.clock.advance(4_999);
  expect(await world.receive(QueueUrl)).toEqual([]);
  await world.clock.advance(1);
  expect(await world.receive(QueueUrl)).toHaveLength(1);
});

test('a message of 1 MiB is taken, one byte more is refused', async () => {
  await expect(world.send(QueueUrl, 'x'.repeat(1_048_576))).resolves.toBeDefined();
  await expect(world.send(QueueUrl, 'x'.repeat(1_048_577))).rejects.toMatchObject({
    message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
  });
});

test('a character that XML cannot hold is refused by its code', async () => {
  await expect(world.send(QueueUrl, 'a\u0000b')).rejects.toMatchObject({
    name: 'InvalidMessageContents',
    message: expect.stringContaining("Invalid binary character '#x0'"),
  });
  await expect(world.send(QueueUrl, '🎵')).resolves.toBeDefined();
});

test('a batch stores what is right and answers what is wrong beside it', async () => {
  const { Successful, Failed } = await world.client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: 'one' },
        { Id: 'b', MessageBody: '' },
        { Id: 'c', MessageBody: 'two', DelaySeconds: 901 },
      ],
    }),
  );

  expect(Successful?.map(({ Id }) => Id)).toEqual(['a']);
  expect(Failed).toMatchObject([
    { Id: 'b', Code: 'MissingParameter', SenderFault: true },
    { Id: 'c', Code: 'InvalidParameterValue', SenderFault: true },
  ]);
  expect((await world.receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['one']);
});

test.each([
  ['EmptyBatchRequest', []],
  ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' }))],
  ['BatchEntryIdsNotDistinct', ['a', 'a'].map((Id) => ({ Id, MessageBody: 'x' }))],
  ['InvalidBatchEntryId', [{ Id: 'a b', MessageBody: 'x' }]],
  ['BatchRequestTooLong', ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) }))],
])('a wrong batch is refused as a whole: %s', async (name, Entries) => {
  await expect(world.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ name });
});

test('what was sent survives a restart', async () => {
  await world.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '5' } }));
  await world.send(QueueUrl, 'kept');

  const again = world.restart();

  expect(again.service.door.receive('arn:aws:sqs:us-east-1:000000000000:jobs', 1)).toMatchObject([{ body: 'kept' }]);
  expect(again.service.door.visibilityTimeoutMs('arn:aws:sqs:us-east-1:000000000000:jobs')).toBe(5_000);
});
