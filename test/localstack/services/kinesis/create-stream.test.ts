import { CreateStreamCommand, DescribeStreamCommand, DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('a new stream has shards of equal ranges that cover all hash keys', async () => {
  const { client } = kinesisWorld();

  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 3 }));

  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: 'plays' }));
  expect(StreamDescription).toMatchObject({
    StreamName: 'plays',
    StreamARN: arnOf('plays'),
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
    RetentionPeriodHours: 24,
    EncryptionType: 'NONE',
    HasMoreShards: false,
    StreamCreationTimestamp: new Date('2026-11-20T12:00:00Z'),
  });
  expect(StreamDescription?.Shards?.map(({ ShardId, HashKeyRange }) => [ShardId, HashKeyRange])).toEqual([
    ['shardId-000000000000', { StartingHashKey: '0', EndingHashKey: '113427455640312821154458202477256070484' }],
    [
      'shardId-000000000001',
      {
        StartingHashKey: '113427455640312821154458202477256070485',
        EndingHashKey: '226854911280625642308916404954512140969',
      },
    ],
    [
      'shardId-000000000002',
      {
        StartingHashKey: '226854911280625642308916404954512140970',
        EndingHashKey: '340282366920938463463374607431768211455',
      },
    ],
  ]);
  expect(StreamDescription?.Shards?.[0]?.SequenceNumberRange?.StartingSequenceNumber).toMatch(/^49\d{54}$/);
});

test('a stream is CREATING, without shards, until the delay of the cloud has passed', async () => {
  const { client, engine } = kinesisWorld({ statusDelayMs: 500 });
  const describe = () => client.send(new DescribeStreamCommand({ StreamName: 'plays' }));

  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  await engine.clock.advance(499);
  expect((await describe()).StreamDescription).toMatchObject({ StreamStatus: 'CREATING', Shards: [] });
  await engine.clock.advance(1);

  expect((await describe()).StreamDescription).toMatchObject({ StreamStatus: 'ACTIVE', Shards: [{}] });
});

test('a restart in between finishes what was CREATING', async () => {
  const world = kinesisWorld({ statusDelayMs: 500 });
  await world.client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));

  const { client, engine } = await world.restart();
  await engine.clock.advance(500);

  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: 'plays' }));
  expect(StreamDescriptionSummary).toMatchObject({ StreamStatus: 'ACTIVE', OpenShardCount: 1 });
});

test('an on-demand stream begins with four shards and takes no shard count', async () => {
  const { client } = kinesisWorld();
  const StreamModeDetails = { StreamMode: 'ON_DEMAND' } as const;

  await client.send(new CreateStreamCommand({ StreamName: 'plays', StreamModeDetails }));

  const summary = await client.send(new DescribeStreamSummaryCommand({ StreamName: 'plays' }));
  expect(summary.StreamDescriptionSummary).toMatchObject({ OpenShardCount: 4, StreamModeDetails });
  await expect(
    client.send(new CreateStreamCommand({ StreamName: 'more', StreamModeDetails, ShardCount: 1 })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a name that is taken is refused', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));

  await expect(client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }))).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: 'Stream plays under account 000000000000 already exists.',
  });
});

test('more shards than the account may have are refused', async () => {
  const { client } = kinesisWorld({ shardsMax: 3 });
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 2 }));

  await expect(client.send(new CreateStreamCommand({ StreamName: 'more', ShardCount: 2 }))).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: expect.stringContaining('Current shard count for the account: 2. Limit: 3.'),
  });
});

test('a parameter that is not supported is named', async () => {
  const { client } = kinesisWorld();

  await expect(
    client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1, WarmThroughputMiBps: 5 })),
  ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('WarmThroughputMiBps') });
});
