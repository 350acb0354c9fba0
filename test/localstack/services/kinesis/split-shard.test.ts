import {
  CreateStreamCommand,
  PutRecordCommand,
  SplitShardCommand,
  UpdateStreamModeCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';
const ShardToSplit = 'shardId-000000000000';
const NewStartingHashKey = '170141183460469231731687303715884105728';

test('a split closes the shard, which keeps its records, and opens two with its range', async () => {
  const world = kinesisWorld();
  const { client, put, shards, texts } = world;
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await put(StreamName, ['a', 'b']);

  await client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }));
  await put(StreamName, ['a', 'b']);

  const [parent, lower, upper] = await shards(StreamName);
  expect(parent?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^49\d{54}$/);
  expect(lower).toMatchObject({
    ShardId: 'shardId-000000000001',
    ParentShardId: ShardToSplit,
    HashKeyRange: { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' },
  });
  expect(upper).toMatchObject({
    ShardId: 'shardId-000000000002',
    ParentShardId: ShardToSplit,
    HashKeyRange: {
      StartingHashKey: NewStartingHashKey,
      EndingHashKey: '340282366920938463463374607431768211455',
    },
  });
  const found = [];
  for (const shard of [parent, lower, upper]) found.push(await texts(StreamName, shard?.ShardId));
  expect(found).toEqual([['a', 'b'], ['a'], ['b']]);
  expect(await (await world.restart()).shards(StreamName)).toEqual([parent, lower, upper]);
});

test('a record sent at the same moment is in the parent or in the child, and acknowledged in either', async () => {
  const { client, texts } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const put = (text: string) =>
    client.send(new PutRecordCommand({ StreamName, PartitionKey: 'a', Data: Buffer.from(text) }));

  await Promise.all([
    put('1'),
    put('2'),
    client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey })),
    put('3'),
    put('4'),
  ]);

  const together = [...(await texts(StreamName, ShardToSplit)), ...(await texts(StreamName, 'shardId-000000000001'))];
  expect(together.sort()).toEqual(['1', '2', '3', '4']);
});

test('a stream is UPDATING, and takes no other change, until the delay of the cloud has passed', async () => {
  const { client, engine } = kinesisWorld({ statusDelayMs: 500 });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await engine.clock.advance(500);
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }));
  const again = () =>
    client.send(new SplitShardCommand({ StreamName, ShardToSplit: 'shardId-000000000001', NewStartingHashKey: '7' }));

  await expect(again()).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: 'Stream plays under account 000000000000 not ACTIVE, instead in state UPDATING',
  });
  await engine.clock.advance(500);
  expect(await again()).toMatchObject({});
});

test('a hash key outside the range, a closed or missing shard, the account limit and on-demand mode are refused', async () => {
  const { client } = kinesisWorld({ shardsMax: 2 });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const split = (more: object) =>
    client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey, ...more }));

  for (const wrong of ['0', '1', '340282366920938463463374607431768211455']) {
    await expect(split({ NewStartingHashKey: wrong })).rejects.toThrow(
      `NewStartingHashKey ${wrong} used in SplitShard() on shard shardId-000000000000 in stream plays`,
    );
  }
  await expect(split({ ShardToSplit: 'shardId-000000000009' })).rejects.toThrow(
    'Could not find shard shardId-000000000009 in stream plays under account 000000000000.',
  );
  await split({});
  await expect(split({ ShardToSplit: 'shardId-000000000001', NewStartingHashKey: '9' })).rejects.toThrow('shard limit');
  await client.send(
    new UpdateStreamModeCommand({ StreamARN: arnOf(StreamName), StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
  );
  await expect(split({})).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a shard that is closed cannot be split again', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const split = () => client.send(new SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }));
  await split();

  await expect(split()).rejects.toMatchObject({ name: 'ResourceInUseException' });
});
