import { CreateStreamCommand, UpdateShardCountCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';
const scaling = { StreamName, ScalingType: 'UNIFORM_SCALING' } as const;

test('scaling opens as many shards of equal ranges, and keeps the records', async () => {
  const { client, put, shards, texts } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  await put(StreamName, ['a']);

  const answer = await client.send(new UpdateShardCountCommand({ ...scaling, TargetShardCount: 3 }));

  expect(answer).toMatchObject({ StreamName, StreamARN: arnOf(StreamName), CurrentShardCount: 2, TargetShardCount: 3 });
  const open = (await shards(StreamName)).filter(
    ({ SequenceNumberRange }) => !SequenceNumberRange?.EndingSequenceNumber,
  );
  expect(open.map(({ HashKeyRange }) => HashKeyRange?.StartingHashKey ?? '').sort()).toEqual([
    '0',
    '113427455640312821154458202477256070485',
    '226854911280625642308916404954512140970',
  ]);
  expect(await texts(StreamName)).toEqual(['a']);
});

test('more than double and less than half are refused', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 3 }));
  const scale = (TargetShardCount: number) =>
    client.send(new UpdateShardCountCommand({ ...scaling, TargetShardCount }));

  await expect(scale(7)).rejects.toMatchObject({
    name: 'LimitExceededException',
    message:
      'UpdateShardCount cannot scale up over double your current open shard count. ' +
      'Current open shard count: 3 Target shard count: 7',
  });
  await expect(scale(1)).rejects.toMatchObject({ name: 'LimitExceededException' });
  expect(await scale(3)).toMatchObject({ CurrentShardCount: 3, TargetShardCount: 3 });
});
