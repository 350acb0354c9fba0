import {
  CreateStreamCommand,
  ListStreamConsumersCommand,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

const StreamARN = arnOf('plays');

async function worldOf(names: readonly string[]) {
  const world = kinesisWorld();
  await world.client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  for (const ConsumerName of names) {
    await world.client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
  }
  return world;
}

test('consumers are listed in the order of their names, a page at a time', async () => {
  const { client } = await worldOf(['c', 'a', 'b']);

  const first = await client.send(new ListStreamConsumersCommand({ StreamARN, MaxResults: 2 }));
  const second = await client.send(new ListStreamConsumersCommand({ StreamARN, NextToken: first.NextToken }));

  expect([first, second].map(({ Consumers = [] }) => Consumers.map(({ ConsumerName }) => ConsumerName))).toEqual([
    ['a', 'b'],
    ['c'],
  ]);
  expect(second.NextToken).toBeUndefined();
});

test('a token is good for five minutes and for its own stream', async () => {
  const { client, engine } = await worldOf(['a', 'b']);
  await client.send(new CreateStreamCommand({ StreamName: 'other', ShardCount: 1 }));
  const { NextToken } = await client.send(new ListStreamConsumersCommand({ StreamARN, MaxResults: 1 }));

  await expect(
    client.send(new ListStreamConsumersCommand({ StreamARN: arnOf('other'), NextToken })),
  ).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  await engine.clock.advance(300_001);
  await expect(client.send(new ListStreamConsumersCommand({ StreamARN, NextToken }))).rejects.toMatchObject({
    name: 'ExpiredNextTokenException',
  });
});
