import {
  CreateStreamCommand,
  ListShardsCommand,
  MergeShardsCommand,
  SplitShardCommand,
  type ShardFilter,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { testStartMs } from '../../../support/in-process.ts';
import { kinesisWorld } from './kinesis-world.ts';

const hourMs = 3_600_000;

test('shards come a page at a time, with a token that is good for five minutes', async () => {
  const { client, engine } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 5 }));

  const first = await client.send(new ListShardsCommand({ StreamName: 'plays', MaxResults: 3 }));
  await engine.clock.advance(300_000);
  const second = await client.send(new ListShardsCommand({ NextToken: first.NextToken, MaxResults: 3 }));

  expect(first.Shards).toHaveLength(3);
  expect(second.Shards?.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000003', 'shardId-000000000004']);
  expect(second.NextToken).toBeUndefined();
  await engine.clock.advance(1);
  await expect(client.send(new ListShardsCommand({ NextToken: first.NextToken }))).rejects.toMatchObject({
    name: 'ExpiredNextTokenException',
  });
});

test('a name and a token together, or neither, are refused', async () => {
  const { client } = kinesisWorld();

  await expect(client.send(new ListShardsCommand({}))).rejects.toThrow(
    'Either NextToken or StreamName should be provided.',
  );
  await expect(client.send(new ListShardsCommand({ StreamName: 'plays', NextToken: 'x' }))).rejects.toThrow(
    'NextToken and StreamName cannot be provided together.',
  );
});

test('each filter chooses the shards of its time', async () => {
  const { client, engine } = kinesisWorld();
  const StreamName = 'plays';
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await engine.clock.advance(hourMs);
  const NewStartingHashKey = '170141183460469231731687303715884105728';
  await client.send(new SplitShardCommand({ StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey }));
  await engine.clock.advance(hourMs);
  await client.send(
    new MergeShardsCommand({
      StreamName,
      ShardToMerge: 'shardId-000000000001',
      AdjacentShardToMerge: 'shardId-000000000002',
    }),
  );
  const chosen = async (ShardFilter: ShardFilter, MaxResults = 10) => {
    const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName, ShardFilter, MaxResults }));
    return Shards.map(({ ShardId }) => Number(ShardId?.slice(-2)));
  };
  const after = (hours: number): Date => new Date(testStartMs + hours * hourMs);

  expect(await chosen({ Type: 'FROM_TRIM_HORIZON' })).toEqual([0, 1, 2, 3]);
  expect(await chosen({ Type: 'AT_TRIM_HORIZON' })).toEqual([0]);
  expect(await chosen({ Type: 'AT_LATEST' })).toEqual([3]);
  expect(await chosen({ Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000001' })).toEqual([2, 3]);
  expect(await chosen({ Type: 'AT_TIMESTAMP', Timestamp: after(0.5) })).toEqual([0]);
  expect(await chosen({ Type: 'AT_TIMESTAMP', Timestamp: after(1) })).toEqual([1, 2]);
  expect(await chosen({ Type: 'FROM_TIMESTAMP', Timestamp: after(1.5) })).toEqual([1, 2, 3]);
  await engine.clock.advance(23.5 * hourMs);
  expect(await chosen({ Type: 'FROM_TRIM_HORIZON' })).toEqual([1, 2, 3]);
  expect(await chosen({ Type: 'AT_TRIM_HORIZON' })).toEqual([1, 2]);
});

test('a page of a filtered listing goes on with the same filter', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 5 }));
  const ShardFilter = { Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000001' } as const;

  const first = await client.send(new ListShardsCommand({ StreamName: 'plays', ShardFilter, MaxResults: 2 }));
  const second = await client.send(new ListShardsCommand({ NextToken: first.NextToken }));

  expect([...(first.Shards ?? []), ...(second.Shards ?? [])].map(({ ShardId }) => Number(ShardId?.slice(-1)))).toEqual([
    2, 3, 4,
  ]);
});
