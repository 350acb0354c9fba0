import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
let QueueUrl: string;
beforeEach(async () => {
  world = sqsWorld();
  QueueUrl = await world.makeQueue('jobs');
});
afterEach(() => world.close());

test('a message nobody deletes comes back after its visibility timeout', async () => {
  await world.send(QueueUrl, 'again');

  expect(await world.receive(QueueUrl)).toHaveLength(1);
  await world.clock.advance(29_999);
  expect(await world.receive(QueueUrl)).toEqual([]);
  await world.clock.advance(1);
  expect(await world.receive(QueueUrl)).toMatchObject([{ Attributes: { ApproximateReceiveCount: '2' } }]);
});

test('a deleted message never comes back', async () => {
  await world.send(QueueUrl, 'once');
  const [message] = await world.receive(QueueUrl);

  await world.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));

  await world.clock.advance(60_000);
  expect(await world.receive(QueueUrl)).toEqual([]);
});

test('the handle of an earlier receive succeeds without deleting', async () => {
  await world.send(QueueUrl, 'twice');
  const [first] = await world.receive(QueueUrl);
  await world.clock.advance(30_000);
  await world.receive(QueueUrl);

  await world.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));

  await world.clock.advance(30_000);
  expect(await world.receive(QueueUrl)).toHaveLength(1);
});

test('a handle that no receive gave out is invalid', async () => {
  await expect(
    world.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' })),
  ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
});

test('messages expire exactly at the end of their retention', async () => {
  const short = await world.makeQueue('short', { MessageRetentionPeriod: '60' });
  await world.send(short, 'old');

  await world.clock.advance(59_999);
  expect(await world.receive(short)).toHaveLength(1);
  await world.clock.advance(1);
  await world.clock.advance(30_000);
  expect(await world.receive(short)).toEqual([]);
});

test('a message received too often moves to the dead-letter queue with its source', async () => {
  const dead = await world.makeQueue('dead');
  const jobs = await world.makeQueue('tried', {
    VisibilityTimeout: '1',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 2 }),
  });
  await world.send(jobs, 'poison');

  for (const seen of [1, 1, 0]) {
    expect(await world.receive(jobs)).toHaveLength(seen);
    await world.clock.advance(1_000);
  }

  expect(await world.receive(dead)).toMatchObject([
    { Body: 'poison', Attributes: { DeadLetterQueueSourceArn: arnOf('tried') } },
  ]);
});

test('a long poll answers as soon as a message is sent', async () => {
  const polled = world.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await settle();

  await world.send(QueueUrl, 'here');

  expect((await polled).Messages).toMatchObject([{ Body: 'here' }]);
});

test('a long poll answers when a hidden message becomes visible', async () => {
  await world.send(QueueUrl, 'delayed', 5);
  const polled = world.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await settle();

  await world.clock.advance(5_000);

  expect((await polled).Messages).toMatchObject([{ Body: 'delayed' }]);
});

test('a long poll over an empty queue answers nothing when its time is over', async () => {
  const polled = world.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  await settle();

  await world.clock.advance(20_000);

  expect((await polled).Messages).toBeUndefined();
});

test('a long poll whose client has gone takes no message', async () => {
  const aborter = new AbortController();
  const receive = world.service.operations['ReceiveMessage'];
  const polled = receive?.run({ QueueUrl, WaitTimeSeconds: 20 } as never, {
    requestId: 'r',
    accountId: '000000000000',
    region: 'us-east-1',
    signal: aborter.signal,
  });

  aborter.abort();
  await world.send(QueueUrl, 'kept');

  expect(await polled).toEqual({});
  expect(await world.receive(QueueUrl)).toHaveLength(1);
});

test('two long polls share two messages, one each', async () => {
  const polls = [1, 2].map(() => world.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })));
  await settle();

  await world.send(QueueUrl, 'a');
  await world.send(QueueUrl, 'b');

  const bodies = (await Promise.all(polls)).map(({ Messages }) => Messages?.[0]?.Body);
  expect(new Set(bodies)).toEqual(new Set(['a', 'b']));
});

test('visibility 0 gives a message back at once', async () => {
  await world.send(QueueUrl, 'back');
  const [message] = await world.receive(QueueUrl);

  await world.client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 }),
  );

  expect(await world.receive(QueueUrl)).toHaveLength(1);
});

test('the visibility of a message in nobody’s hands cannot be changed', async () => {
  await world.send(QueueUrl, 'free');
  const [message] = await world.receive(QueueUrl);
  await world.clock.advance(30_000);

  const change = { QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 9 };

  await expect(world.client.send(new ChangeMessageVisibilityCommand(change))).rejects.toMatchObject({
    name: 'MessageNotInflight',
  });
});

test('batches delete and release each entry by itself', async () => {
  await world.send(QueueUrl, 'a');
  await world.send(QueueUrl, 'b');
  const [a, b] = await world.receive(QueueUrl);

  const deleted = await world.client.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: '1', ReceiptHandle: a?.ReceiptHandle },
        { Id: '2', ReceiptHandle: 'nonsense' },
      ],
    }),
  );
  const released = await world.client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [{ Id: '1', ReceiptHandle: b?.ReceiptHandle, VisibilityTimeout: 0 }],
    }),
  );

  expect(deleted).toMatchObject({ Successful: [{ Id: '1' }], Failed: [{ Id: '2', Code: 'ReceiptHandleIsInvalid' }] });
  expect(released.Successful).toMatchObject([{ Id: '1' }]);
  expect((await world.receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['b']);
});

test('limits of a receive are named', async () => {
  await expect(world.receive(QueueUrl, 11)).rejects.toMatchObject({
    message: 'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
  });
});

test('a receive reads no more of a deep queue than its batch', () => {
  const database = world.engine.state.database('sqs');
  const plan = database
    .prepare(
      'EXPLAIN QUERY PLAN SELECT * FROM messages INDEXED BY messages_by_visibility WHERE queue = ? AND visibleAtMs <= ? ORDER BY visibleAtMs, sequence LIMIT ?',
    )
    .all('jobs', 0, 10)
    .map((row) => String(row['detail']));

  expect(plan).toEqual(['SEARCH messages USING INDEX messages_by_visibility (queue=? AND visibleAtMs<?)']);
});

/** Lets the promises of a request in flight run until it waits. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
