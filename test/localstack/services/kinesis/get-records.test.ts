import {
  CreateStreamCommand,
  DeleteStreamCommand,
  GetRecordsCommand,
  IncreaseStreamRetentionPeriodCommand,
  MergeShardsCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { testStartMs } from '../../../support/in-process.ts';
import { arnOf, kinesisWorld, textsOf, type KinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';
const ShardId = 'shardId-000000000000';
const hourMs = 3_600_000;

async function worldWithStream(options = {}, ShardCount = 1): Promise<KinesisWorld> {
  const world = kinesisWorld(options);
  await world.client.send(new CreateStreamCommand({ StreamName, ShardCount }));
  return world;
}

test('a record comes back with its bytes, key, number and arrival', async () => {
  const { client, iterator, get } = await worldWithStream();
  const Data = Buffer.from([0, 1, 254, 255]);
  const { SequenceNumber } = await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'Zoë', Data }));

  const { Records } = await get(await iterator(StreamName, ShardId, 'TRIM_HORIZON'));

  expect(Records).toEqual([
    {
      Data: new Uint8Array(Data),
      PartitionKey: 'Zoë',
      SequenceNumber,
      ApproximateArrivalTimestamp: new Date(testStartMs),
    },
  ]);
});

test('pages follow each other without gap or repetition, and tell how far behind they are', async () => {
  const { engine, iterator, get, put } = await worldWithStream();
  for (const text of ['a', 'b', 'c', 'd', 'e']) {
    await put(StreamName, [text]);
    await engine.clock.advance(1000);
  }

  const texts: string[][] = [];
  const behind: unknown[] = [];
  let at: string | undefined = await iterator(StreamName, ShardId, 'TRIM_HORIZON');
  for (let page = 0; page < 4; page += 1) {
    const answer = await get(at ?? '', 2);
    texts.push(textsOf(answer.Records ?? []));
    behind.push(answer.MillisBehindLatest);
    at = answer.NextShardIterator;
  }

  expect(texts).toEqual([['a', 'b'], ['c', 'd'], ['e'], []]);
  expect(behind).toEqual([4000, 2000, 0, 0]);
});

test('an answer holds at most 10 MiB, and at least a record', async () => {
  const { client, iterator, get } = await worldWithStream();
  for (let count = 0; count < 11; count += 1) {
    await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(1_000_000) }));
  }

  const first = await get(await iterator(StreamName, ShardId, 'TRIM_HORIZON'));
  const second = await get(first.NextShardIterator ?? '');

  expect([first.Records?.length, second.Records?.length]).toEqual([10, 1]);
});

test('an iterator is good for five minutes', async () => {
  const { engine, iterator, get } = await worldWithStream();
  const at = await iterator(StreamName, ShardId, 'LATEST');

  await engine.clock.advance(300_000);
  expect((await get(at)).Records).toEqual([]);
  await engine.clock.advance(1);

  await expect(get(at)).rejects.toMatchObject({
    name: 'ExpiredIteratorException',
    message:
      'Iterator expired. The iterator was created at time Fri Nov 20 12:00:00 UTC 2026 while right now it is ' +
      'Fri Nov 20 12:05:00 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.',
  });
});

test('an iterator that is mangled, of another stream or of a deleted one is refused', async () => {
  const { client, iterator, get } = await worldWithStream();
  await client.send(new CreateStreamCommand({ StreamName: 'other', ShardCount: 1 }));
  const at = await iterator(StreamName, ShardId, 'LATEST');

  await expect(get(`${at.slice(0, 20)}A${at.slice(21)}`)).rejects.toThrow('Invalid ShardIterator.');
  await expect(client.send(new GetRecordsCommand({ ShardIterator: at, StreamARN: arnOf('other') }))).rejects.toThrow(
    'Invalid ShardIterator.',
  );
  await client.send(new DeleteStreamCommand({ StreamName }));
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await expect(get(at)).rejects.toThrow(
    'Shard shardId-000000000000 in stream plays under account 000000000000 does not exist',
  );
});

test('a closed shard ends with its children and without an iterator', async () => {
  const { client, iterator, get, put } = await worldWithStream({}, 2);
  await put(StreamName, ['a']);
  const at = await iterator(StreamName, ShardId, 'TRIM_HORIZON');

  await client.send(
    new MergeShardsCommand({ StreamName, ShardToMerge: ShardId, AdjacentShardToMerge: 'shardId-000000000001' }),
  );

  const answer = await get(at);
  expect(textsOf(answer.Records ?? [])).toEqual(['a']);
  expect(answer.NextShardIterator).toBeUndefined();
  expect(answer.ChildShards).toEqual([
    {
      ShardId: 'shardId-000000000002',
      ParentShards: [ShardId, 'shardId-000000000001'],
      HashKeyRange: { StartingHashKey: '0', EndingHashKey: '340282366920938463463374607431768211455' },
    },
  ]);
});

test('records are gone to the millisecond when the retention period has passed', async () => {
  const { engine, put, texts } = await worldWithStream({ log: { segmentBytesMax: 10 } });
  await put(StreamName, ['a']);
  await engine.clock.advance(1000);
  await put(StreamName, ['b']);

  await engine.clock.advance(24 * hourMs - 1000);
  expect(await texts(StreamName)).toEqual(['a', 'b']);
  await engine.clock.advance(1);
  expect(await texts(StreamName)).toEqual(['b']);
  await engine.clock.advance(2 * hourMs);
  expect(await texts(StreamName)).toEqual([]);
  await put(StreamName, ['c']);

  expect(await texts(StreamName)).toEqual(['c']);
});

test('a longer retention period keeps records readable', async () => {
  const { client, engine, put, texts } = await worldWithStream();
  await put(StreamName, ['a']);
  await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));

  await engine.clock.advance(47 * hourMs);
  expect(await texts(StreamName)).toEqual(['a']);
  await engine.clock.advance(2 * hourMs);
  expect(await texts(StreamName)).toEqual([]);
});

test('a throttled shard is read five times a second, and not for five seconds after 10 MiB', async () => {
  const { client, engine, iterator, get } = await worldWithStream({ throttling: true });
  const at = await iterator(StreamName, ShardId, 'TRIM_HORIZON');
  for (let count = 0; count < 5; count += 1) await get(at);
  await expect(get(at)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  for (let count = 0; count < 10; count += 1) {
    await engine.clock.advance(1000);
    await client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(1_048_575) }));
  }

  const full = await get(at);

  expect(full.Records).toHaveLength(10);
  await engine.clock.advance(4999);
  await expect(get(full.NextShardIterator ?? '')).rejects.toThrow('Rate exceeded for shard');
  await engine.clock.advance(1);
  expect((await get(full.NextShardIterator ?? '')).Records).toEqual([]);
});
