import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  ListStreamConsumersCommand,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

const StreamARN = arnOf('plays');
const named = { StreamARN, ConsumerName: 'reader' };

test('a deregistered consumer is gone, and its name is free', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  await client.send(new RegisterStreamConsumerCommand(named));

  await client.send(new DeregisterStreamConsumerCommand(named));

  await expect(client.send(new DescribeStreamConsumerCommand(named))).rejects.toThrow('not found');
  await expect(client.send(new RegisterStreamConsumerCommand(named))).resolves.toBeDefined();
});

test('a consumer is DELETING until the delay of the cloud has passed', async () => {
  const { client, engine } = kinesisWorld({ statusDelayMs: 500 });
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  await engine.clock.advance(500);
  await client.send(new RegisterStreamConsumerCommand(named));
  await client.send(new DeregisterStreamConsumerCommand(named));

  const { ConsumerDescription } = await client.send(new DescribeStreamConsumerCommand(named));
  expect(ConsumerDescription?.ConsumerStatus).toBe('DELETING');
  await engine.clock.advance(500);
  await expect(client.send(new DescribeStreamConsumerCommand(named))).rejects.toThrow('not found');
});

test('a stream with consumers is deleted only when told to, and takes them with it', async () => {
  const { client } = kinesisWorld();
  const make = () => client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  await make();
  await client.send(new RegisterStreamConsumerCommand(named));

  await expect(client.send(new DeleteStreamCommand({ StreamName: 'plays' }))).rejects.toMatchObject({
    name: 'ResourceInUseException',
  });
  await client.send(new DeleteStreamCommand({ StreamName: 'plays', EnforceConsumerDeletion: true }));
  await make();

  expect((await client.send(new ListStreamConsumersCommand({ StreamARN }))).Consumers).toEqual([]);
});
