import { CreateStreamCommand, DescribeStreamCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('shards come a page at a time', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 3 }));
  const page = async (more: object) => {
    const answer = await client.send(new DescribeStreamCommand({ StreamARN: arnOf('plays'), ...more }));
    const { Shards = [], HasMoreShards } = answer.StreamDescription ?? {};
    return [Shards.map(({ ShardId }) => ShardId), HasMoreShards];
  };

  expect(await page({ Limit: 2 })).toEqual([['shardId-000000000000', 'shardId-000000000001'], true]);
  expect(await page({ ExclusiveStartShardId: 'shardId-000000000001' })).toEqual([['shardId-000000000002'], false]);
});

test('a stream of another account, region or name is not found', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));

  for (const StreamARN of [
    'arn:aws:kinesis:us-east-1:111111111111:stream/plays',
    'arn:aws:kinesis:eu-west-1:000000000000:stream/plays',
    arnOf('other'),
  ]) {
    await expect(client.send(new DescribeStreamCommand({ StreamARN }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  }
});

test('a request that names no stream is refused', async () => {
  const { client } = kinesisWorld();

  await expect(client.send(new DescribeStreamCommand({}))).rejects.toMatchObject({ name: 'InvalidArgumentException' });
});
