import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { queuePolicyResource, queueResource } from '../../../../localstack/services/sqs/resources.ts';
import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
let scope: ResourceScope;
beforeEach(() => {
  world = sqsWorld();
  scope = {
    stackName: 'stack',
    logicalId: 'Jobs',
    accountId: '000000000000',
    region: 'us-east-1',
    generateName: () => 'stack-Jobs-1',
    call: world.call,
    assetPath: () => undefined,
  };
});
afterEach(() => world.close());

test('a queue of a template has its name, its attributes and its ARN', async () => {
  await world.makeQueue('dead');
  const made = await queueResource.create(
    { VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 3 } },
    scope,
  );

  expect(made.attributes).toMatchObject({ Arn: arnOf('stack-Jobs-1'), QueueName: 'stack-Jobs-1' });
  expect(await attributes(made.physicalId)).toMatchObject({ VisibilityTimeout: '60' });
});

test('an update in place keeps the messages and gives dropped attributes their defaults', async () => {
  const { physicalId } = await queueResource.create({ VisibilityTimeout: 60, DelaySeconds: 0 }, scope);
  await world.send(physicalId, 'kept');

  await queueResource.update(physicalId, { DelaySeconds: 1 }, { VisibilityTimeout: 60, DelaySeconds: 0 }, scope);

  expect(await attributes(physicalId)).toMatchObject({ VisibilityTimeout: '30', DelaySeconds: '1' });
  expect(await world.receive(physicalId)).toHaveLength(1);
  expect(await queueResource.update(physicalId, { QueueName: 'other' }, {}, scope)).toBe('replace');
});

test('a FIFO queue without a name of its own gets one that ends in .fifo, and becomes no standard queue in place', async () => {
  const properties = { FifoQueue: true, ContentBasedDeduplication: true, DeduplicationScope: 'messageGroup' };

  const { physicalId } = await queueResource.create(properties, scope);

  expect(physicalId).toMatch(/\/stack-Jobs-1\.fifo$/u);
  expect(await attributes(physicalId)).toMatchObject({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  expect(await queueResource.update(physicalId, {}, properties, scope)).toBe('replace');
  await queueResource.update(physicalId, { FifoQueue: true }, properties, scope);
  expect(await attributes(physicalId)).toMatchObject({
    ContentBasedDeduplication: 'false',
    DeduplicationScope: 'queue',
  });
});

test('a queue policy is the Policy attribute of its queues, until it is deleted', async () => {
  const queue = await queueResource.create({}, scope);
  const properties = { PolicyDocument: { Version: '2012-10-17', Statement: [] }, Queues: [queue.physicalId] };

  const policy = await queuePolicyResource.create(properties, scope);
  expect((await attributes(queue.physicalId))['Policy']).toBe('{"Version":"2012-10-17","Statement":[]}');
  await queuePolicyResource.delete(policy.physicalId, properties, scope);
  expect((await attributes(queue.physicalId))['Policy']).toBeUndefined();
});

async function attributes(queueUrl: string): Promise<Record<string, string>> {
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] });
  return (await world.client.send(command)).Attributes ?? {};
}
