import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
beforeEach(() => void (world = sqsWorld()));
afterEach(() => world.close());

test('a new queue answers the URL of its account and name', async () => {
  expect(await world.makeQueue('jobs')).toBe('http://127.0.0.1:4566/000000000000/jobs');
});

test('the same name with the same attributes answers the same queue', async () => {
  const first = await world.makeQueue('jobs', { VisibilityTimeout: '60' });

  expect(await world.makeQueue('jobs', { VisibilityTimeout: '60' })).toBe(first);
  expect(await world.makeQueue('jobs')).toBe(first);
});

test('the same name with another attribute is refused by the name of the attribute', async () => {
  await world.makeQueue('jobs', { VisibilityTimeout: '60' });

  await expect(world.makeQueue('jobs', { VisibilityTimeout: '61' })).rejects.toMatchObject({
    name: 'QueueNameExists',
    message: 'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
  });
});

test('a FIFO queue says so by its name and by its attribute, or is refused', async () => {
  await expect(world.makeQueue('jobs.fifo', { FifoQueue: 'true' })).resolves.toContain('/jobs.fifo');
  await expect(world.makeQueue('jobs.fifo')).rejects.toMatchObject({
    message: 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  });
  await expect(world.makeQueue('jobs', { FifoQueue: 'true' })).rejects.toMatchObject({
    message: expect.stringContaining('must end with .fifo suffix'),
  });
});

test('a standard queue does not know the attributes of FIFO queues', async () => {
  await expect(world.makeQueue('jobs', { ContentBasedDeduplication: 'true' })).rejects.toMatchObject({
    name: 'InvalidAttributeName',
    message: 'Unknown Attribute ContentBasedDeduplication.',
  });
});

test('throughput per message group needs deduplication per message group', async () => {
  const limit = { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId' };

  await expect(world.makeQueue('jobs.fifo', limit)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await expect(world.makeQueue('jobs.fifo', { ...limit, DeduplicationScope: 'messageGroup' })).resolves.toBeDefined();
});

test('a dead-letter queue is of the same type as its source', async () => {
  await world.makeQueue('dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 3 });

  await expect(world.makeQueue('jobs.fifo', { FifoQueue: 'true', RedrivePolicy })).rejects.toMatchObject({
    message: expect.stringContaining('Dead-letter queue must be same type of queue as the source.'),
  });
});

test.each([
  ['denyAll lets no queue', { redrivePermission: 'denyAll' }, ['listed', 'other']],
  ['byQueue lets the listed queues', { redrivePermission: 'byQueue', sourceQueueArns: [arnOf('listed')] }, ['other']],
  ['allowAll lets every queue', { redrivePermission: 'allowAll' }, []],
])('%s name the queue as its dead-letter queue', async (_title, policy, refused) => {
  await world.makeQueue('dead', { RedriveAllowPolicy: JSON.stringify(policy) });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 3 });

  const outcomes = await Promise.allSettled(
    ['listed', 'other'].map((name) => world.makeQueue(name, { RedrivePolicy })),
  );

  expect(['listed', 'other'].filter((_name, index) => outcomes[index]?.status === 'rejected')).toEqual(refused);
});

test('a redrive allow policy lists sources when it is by queue, and only then', async () => {
  for (const policy of [
    { redrivePermission: 'byQueue' },
    { redrivePermission: 'allowAll', sourceQueueArns: [arnOf('a')] },
    { redrivePermission: 'byQueue', sourceQueueArns: Array.from({ length: 11 }, (_, index) => arnOf(`q${index}`)) },
  ]) {
    await expect(world.makeQueue('dead', { RedriveAllowPolicy: JSON.stringify(policy) })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  }
});

test('an attribute out of range and an unknown attribute are refused', async () => {
  await expect(world.makeQueue('jobs', { DelaySeconds: '901' })).rejects.toMatchObject({
    name: 'InvalidAttributeValue',
    message: 'Invalid value for the parameter DelaySeconds.',
  });
  await expect(world.makeQueue('jobs', { Delay: '1' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
});

test('a redrive policy needs a queue to move messages to', async () => {
  const policy = { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 3 };

  await expect(world.makeQueue('jobs', { RedrivePolicy: JSON.stringify(policy) })).rejects.toMatchObject({
    message: expect.stringContaining('Dead letter target does not exist.'),
  });
  await world.makeQueue('dead');
  await expect(world.makeQueue('jobs', { RedrivePolicy: JSON.stringify(policy) })).resolves.toContain('/jobs');
});

test('a name that is no queue name is refused', async () => {
  await expect(world.client.send(new CreateQueueCommand({ QueueName: 'a b' }))).rejects.toMatchObject({
    message: 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  });
});
