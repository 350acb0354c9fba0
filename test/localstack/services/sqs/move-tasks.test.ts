import {
  CancelMessageMoveTaskCommand,
  DeleteQueueCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
let jobs: string;
let dead: string;
beforeEach(async () => {
  world = sqsWorld();
  dead = await world.makeQueue('dead');
  jobs = await world.makeQueue('jobs', { RedrivePolicy: redrive('dead') });
});
afterEach(() => world.close());

const redrive = (name: string) => JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount: 1 });

/** Sends, receives once too often, and so fills the dead-letter queue. */
async function bury(bodies: readonly string[], queueUrl = jobs): Promise<void> {
  for (const body of bodies) await world.send(queueUrl, body);
  await world.receive(queueUrl);
  await world.clock.advance(30_000);
  expect(await world.receive(queueUrl)).toEqual([]);
}

const start = (more: object = {}, client: SQSClient = world.client) =>
  client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead'), ...more }));
const list = async (client: SQSClient = world.client, MaxResults = 10) =>
  (await client.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf('dead'), MaxResults }))).Results ?? [];

test('messages go back to the queue they came from, as new messages', async () => {
  await bury(['a', 'b']);

  await start();
  await world.clock.advance(0);

  expect(await list()).toEqual([
    expect.objectContaining({
      Status: 'COMPLETED',
      SourceArn: arnOf('dead'),
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
      StartedTimestamp: world.clock.nowMs(),
    }),
  ]);
  expect((await list())[0]).not.toHaveProperty('TaskHandle');
  const back = await world.receive(jobs);
  expect(back.map(({ Body }) => Body)).toEqual(['a', 'b']);
  expect(back[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: '1' });
  expect(back[0]?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  expect(await world.receive(dead)).toEqual([]);
});

test('a destination of one’s choice takes them all', async () => {
  await world.makeQueue('other', { RedrivePolicy: redrive('dead') });
  const repair = await world.makeQueue('repair');
  await bury(['a']);

  await start({ DestinationArn: arnOf('repair') });
  await world.clock.advance(0);

  expect(await world.receive(repair)).toMatchObject([{ Body: 'a' }]);
});

test('a rate limits how many messages move each second, and a cancelled task stops where it is', async () => {
  await bury(['a', 'b', 'c', 'd', 'e']);
  const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 2 });

  await world.clock.advance(1_000);
  expect(await list()).toMatchObject([{ Status: 'RUNNING', TaskHandle, ApproximateNumberOfMessagesMoved: 4 }]);
  expect(await world.client.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).toMatchObject({
    ApproximateNumberOfMessagesMoved: 4,
  });
  await world.clock.advance(5_000);

  expect(await list()).toMatchObject([{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 4 }]);
  expect(await world.receive(dead)).toMatchObject([{ Body: 'e' }]);
});

test('a running task goes on after a restart', async () => {
  await bury(['a', 'b', 'c']);
  await start({ MaxNumberOfMessagesPerSecond: 1 });
  await world.clock.advance(0);
  await world.service.stop?.();

  const again = world.restart();
  await again.service.start?.();
  await world.clock.advance(2_000);

  expect(await list(again.client)).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 }]);
  await again.service.stop?.();
});

test('messages that fail again while the task runs are not moved a second time', async () => {
  await bury(['a', 'b']);
  await start({ MaxNumberOfMessagesPerSecond: 1 });
  await world.clock.advance(0);
  world.door.receive(arnOf('jobs'), 1);
  world.door.release(arnOf('jobs'), [], 0);
  await world.clock.advance(30_000);
  world.door.receive(arnOf('jobs'), 10);

  expect(await list()).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2 }]);
  expect(await world.receive(dead)).toMatchObject([{ Body: 'a' }]);
});

test('a message that was sent to the dead-letter queue directly has nowhere to go back to', async () => {
  await world.send(dead, 'stray');

  await start();
  await world.clock.advance(0);

  expect(await list()).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }]);
  expect(await world.receive(dead)).toHaveLength(1);
});

test('a destination that is deleted while the task runs fails it', async () => {
  const repair = await world.makeQueue('repair');
  await bury(['a', 'b']);
  await start({ DestinationArn: arnOf('repair'), MaxNumberOfMessagesPerSecond: 1 });
  await world.clock.advance(0);

  await world.client.send(new DeleteQueueCommand({ QueueUrl: repair }));
  await world.clock.advance(1_000);

  expect(await list()).toMatchObject([
    { Status: 'FAILED', FailureReason: 'AWS.SimpleQueueService.NonExistentQueue', ApproximateNumberOfMessagesMoved: 1 },
  ]);
});

test('messages of a FIFO queue keep their groups and their order', async () => {
  await world.makeQueue('dead.fifo', { FifoQueue: 'true' });
  await world.makeQueue('jobs.fifo', {
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
    RedrivePolicy: redrive('dead.fifo'),
  });
  for (const body of ['1', '2', '3']) {
    const message = { QueueUrl: jobs.replace('jobs', 'jobs.fifo'), MessageBody: body, MessageGroupId: 'a' };
    await world.call('sqs', 'SendMessage', message);
  }
  world.door.receive(arnOf('jobs.fifo'), 10);
  await world.clock.advance(30_000);
  world.door.receive(arnOf('jobs.fifo'), 10);

  await start({ SourceArn: arnOf('dead.fifo') });
  await world.clock.advance(0);

  const back = world.door.receive(arnOf('jobs.fifo'), 10);
  expect(back.map(({ body, attributes }) => [body, attributes['MessageGroupId']])).toEqual([
    ['1', 'a'],
    ['2', 'a'],
    ['3', 'a'],
  ]);
});

test('the ten latest tasks are remembered, the latest first', async () => {
  for (let count = 0; count < 12; count += 1) {
    await start();
    await world.clock.advance(1_000);
  }

  const tasks = await list();

  expect(tasks).toHaveLength(10);
  expect(tasks[0]?.StartedTimestamp).toBe(world.clock.nowMs() - 1_000);
  expect(await list(world.client, 1)).toHaveLength(1);
});

test('one task runs for a queue at a time', async () => {
  await bury(['a', 'b']);
  await start({ MaxNumberOfMessagesPerSecond: 1 });

  await expect(start()).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: 'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
  });
});

test.each([
  ['SourceArn', { SourceArn: arnOf('none') }, 'ResourceNotFoundException'],
  ['DestinationArn', { DestinationArn: arnOf('none') }, 'ResourceNotFoundException'],
  ['a source nobody redrives to', { SourceArn: arnOf('jobs') }, 'InvalidParameterValue'],
  ['the source as its own destination', { DestinationArn: arnOf('dead') }, 'InvalidParameterValue'],
  ['a rate past 500', { MaxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValue'],
])('a wrong task is refused: %s', async (_title, input, name) => {
  await expect(start(input)).rejects.toMatchObject({ name });
});

test('a handle that names no running task cancels nothing', async () => {
  const cancel = (TaskHandle: string) => world.client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  const handle = (taskId: string) =>
    Buffer.from(JSON.stringify({ taskId, sourceArn: arnOf('dead') })).toString('base64');
  const { TaskHandle = '' } = await start();
  await world.clock.advance(0);

  await expect(cancel('nonsense')).rejects.toMatchObject({ message: 'Value for parameter TaskHandle is invalid.' });
  await expect(cancel(handle('none'))).rejects.toMatchObject({ message: 'Task does not exist.' });
  await expect(cancel(TaskHandle)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});
