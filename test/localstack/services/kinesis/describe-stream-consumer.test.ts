import {
  CreateStreamCommand,
  DescribeStreamConsumerCommand,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

const StreamARN = arnOf('plays');

test('a consumer is described by its ARN or by its stream and name, also after a restart', async () => {
  const before = kinesisWorld();
  await before.client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  const { Consumer } = await before.client.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'reader' }),
  );
  const { client } = await before.restart();

  const byArn = await client.send(new DescribeStreamConsumerCommand({ ConsumerARN: Consumer?.ConsumerARN }));
  const byName = await client.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'reader' }));

  expect(byArn.ConsumerDescription).toEqual({ ...Consumer, StreamARN });
  expect(byName.ConsumerDescription).toEqual(byArn.ConsumerDescription);
});

test('a consumer is CREATING until the delay of the cloud has passed', async () => {
  const { client, engine } = kinesisWorld({ statusDelayMs: 500 });
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  await engine.clock.advance(500);
  await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'reader' }));
  const status = async () => {
    const { ConsumerDescription } = await client.send(
      new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'reader' }),
    );
    return ConsumerDescription?.ConsumerStatus;
  };

  expect(await status()).toBe('CREATING');
  await engine.clock.advance(500);
  expect(await status()).toBe('ACTIVE');
});

test('an unknown consumer is refused, and so is half a name', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));

  await expect(
    client.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'none' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(client.send(new DescribeStreamConsumerCommand({ StreamARN }))).rejects.toMatchObject({
    name: 'InvalidArgumentException',
  });
});
