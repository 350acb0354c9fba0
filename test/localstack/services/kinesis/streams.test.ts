import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { CreateStreamCommand, MergeShardsCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld, type KinesisWorld } from './kinesis-world.ts';
import { faultyFiles } from './log/full-disk.ts';

const StreamName = 'plays';
const hourMs = 3_600_000;

function logFolder({ engine }: KinesisWorld): string {
  const root = join(engine.state.folder, 'kinesis');
  return join(root, readdirSync(root)[0] ?? '');
}

test('segments past the retention period are deleted within an hour', async () => {
  const world = kinesisWorld({ log: { segmentBytesMax: 50 } });
  await world.client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  for (const text of ['a', 'b', 'c', 'd']) await world.put(StreamName, [text.repeat(40)]);
  const segments = () =>
    readdirSync(join(logFolder(world), 'shardId-000000000000')).filter((name) => name.endsWith('.segment'));

  expect(segments()).toHaveLength(4);
  await world.engine.clock.advance(25 * hourMs);

  expect(segments()).toEqual(['0000000000000005.segment']);
});

test('a closed shard is gone with its files when its records are past the retention period', async () => {
  const world = kinesisWorld();
  const { client, engine, put, shards } = world;
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  await put(StreamName, ['a', 'b']);
  await client.send(
    new MergeShardsCommand({
      StreamName,
      ShardToMerge: 'shardId-000000000000',
      AdjacentShardToMerge: 'shardId-000000000001',
    }),
  );
  await put(StreamName, ['c']);

  await engine.clock.advance(25 * hourMs);

  expect((await shards(StreamName)).map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000002']);
  expect(readdirSync(logFolder(world))).toEqual(['shardId-000000000002']);
});

test('what a crash left of a deleted stream is removed at the next start', async () => {
  const world = kinesisWorld();
  await world.client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await world.put(StreamName, ['a']);
  const root = join(world.engine.state.folder, 'kinesis');
  mkdirSync(join(root, 'long-gone', 'shardId-000000000000'), { recursive: true });

  const again = await world.restart();

  expect(readdirSync(root)).toHaveLength(1);
  expect(await again.texts(StreamName)).toEqual(['a']);
});

test('a stop writes what is still on its way, and acknowledges it', async () => {
  const world = kinesisWorld();
  await world.client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const input = { StreamName, PartitionKey: 'k', Data: Buffer.from('last').toString('base64') };

  const answer = world.call('kinesis', 'PutRecord', input);
  const again = await world.restart();

  expect(await answer).toMatchObject({ ShardId: 'shardId-000000000000' });
  expect(await again.texts(StreamName)).toEqual(['last']);
});

test('two streams whose names differ in case alone are two streams', async () => {
  const { client, put, texts } = kinesisWorld();
  for (const name of ['plays', 'Plays']) {
    await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
    await put(name, [`in ${name}`]);
  }

  expect([await texts('plays'), await texts('Plays')]).toEqual([['in plays'], ['in Plays']]);
});

test('commits wait for the disk when they are told to', async () => {
  const files = faultyFiles();
  let syncCount = 0;
  const sync = (): void => void (syncCount += 1);
  const { client } = kinesisWorld({ log: { files: { ...files, sync }, isSynced: true } });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));

  await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('a') }));

  expect(syncCount).toBe(1);
});

test('a shard that is closed in the middle of a request has the records of that request at its end', async () => {
  const { client, service, shards } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const run = (operation: string, input: object) =>
    service.operations[operation]?.run(input as never, { requestId: '', accountId: '', region: '' });

  const putting = run('PutRecord', { StreamName, PartitionKey: 'k', Data: 'YQ==' });
  run('SplitShard', { StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '9' });
  const page = service.streams.read(
    arnOf(StreamName),
    'shardId-000000000000',
    { kind: 'TRIM_HORIZON' },
    { recordsMax: 9, bytesMax: 9 },
  );

  expect([page.records.length, page.isEnded]).toEqual([1, true]);
  expect(await putting).toMatchObject({ ShardId: 'shardId-000000000000' });
  expect(await shards(StreamName)).toHaveLength(3);
});
