import { CreateStreamCommand, MergeShardsCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { kinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';
const shard = (index: number): string => `shardId-00000000000${index}`;

test('a merge closes both shards, which keep their records, and opens one with their ranges', async () => {
  const { client, put, shards, texts } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  await put(StreamName, ['a', 'b']);

  await client.send(new MergeShardsCommand({ StreamName, ShardToMerge: shard(1), AdjacentShardToMerge: shard(0) }));
  await put(StreamName, ['a', 'b']);

  const [first, second, child] = await shards(StreamName);
  expect(child).toMatchObject({
    ShardId: shard(2),
    ParentShardId: shard(1),
    AdjacentParentShardId: shard(0),
    HashKeyRange: { StartingHashKey: '0', EndingHashKey: '340282366920938463463374607431768211455' },
  });
  for (const closed of [first, second]) expect(closed?.SequenceNumberRange?.EndingSequenceNumber).toBeDefined();
  expect([
    await texts(StreamName, shard(0)),
    await texts(StreamName, shard(1)),
    await texts(StreamName, shard(2)),
  ]).toEqual([['a'], ['b'], ['a', 'b']]);
});

test('shards that are not neighbours, or closed, are refused', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 3 }));
  const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
    client.send(new MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }));

  await expect(merge(shard(0), shard(2))).rejects.toThrow(
    'Shards shardId-000000000000 and shardId-000000000002 in stream plays under account 000000000000 are not an ' +
      'adjacent pair of shards eligible for merging',
  );
  await merge(shard(0), shard(1));
  await expect(merge(shard(1), shard(2))).rejects.toMatchObject({ name: 'ResourceInUseException' });
});
