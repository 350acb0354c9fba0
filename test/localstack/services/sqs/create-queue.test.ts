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

test('FIFO queues are not implemented, and say so', async () => {
  await expect(world.makeQueue('jobs.fifo', { FifoQueue: 'true' })).rejects.toMatchObject({ name: 'NotImplemented' });
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
