import { CreateStreamCommand, MergeShardsCommand, UpdateShardCountCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import type { StartPosition, StreamPage } from '../../../../localstack/engine/doors.ts';
import { testStartMs } from '../../../support/in-process.ts';
import { arnOf, kinesisWorld, type KinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';
const streamArn = arnOf(StreamName);
const shardId = 'shardId-000000000000';
const limits = { recordsMax: 100, bytesMax: 1_000_000 };

async function worldWithStream(ShardCount = 1): Promise<KinesisWorld> {
  const world = kinesisWorld();
  await world.client.send(new CreateStreamCommand({ StreamName, ShardCount }));
  return world;
}

const textsIn = ({ records }: StreamPage): string[] => records.map(({ data }) => data.toString());

test('a record has the sequence number that the wire tells', async () => {
  const { service, put, iterator, get } = await worldWithStream();
  await put(StreamName, ['a'], 'key');
  const { Records = [] } = await get(await iterator(StreamName, shardId, 'TRIM_HORIZON'));

  const { records } = service.streams.read(streamArn, shardId, { kind: 'TRIM_HORIZON' }, limits);

  expect(records).toEqual([
    {
      sequenceNumber: Records[0]?.SequenceNumber,
      partitionKey: 'key',
      data: Buffer.from('a'),
      approximateArrivalMs: testStartMs,
    },
  ]);
});

test('each page says where to read on, also when it is empty', async () => {
  const { service, put } = await worldWithStream();
  const read = (from: StartPosition, recordsMax = 2) =>
    service.streams.read(streamArn, shardId, from, { ...limits, recordsMax });

  const empty = read({ kind: 'TRIM_HORIZON' });
  await put(StreamName, ['a', 'b', 'c']);
  const first = read(empty.next);
  const second = read(first.next);
  const last = read(second.next);
  await put(StreamName, ['d']);

  expect([textsIn(empty), textsIn(first), textsIn(second), textsIn(last), textsIn(read(last.next))]).toEqual([
    [],
    ['a', 'b'],
    ['c'],
    [],
    ['d'],
  ]);
  const { sequenceNumber = '' } = first.records[0] ?? {};
  expect(textsIn(read({ kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber }))).toEqual(['b', 'c']);
  expect(textsIn(read({ kind: 'AT_SEQUENCE_NUMBER', sequenceNumber }))).toEqual(['a', 'b']);
});

test('a resolved position stays where it was when records come, also across a restart', async () => {
  const world = await worldWithStream();
  await world.put(StreamName, ['a']);
  await world.engine.clock.advance(1000);
  const { streams } = world.service;
  const latest = streams.resolve(streamArn, shardId, { kind: 'LATEST' });
  const since = streams.resolve(streamArn, shardId, { kind: 'AT_TIMESTAMP', timestampMs: testStartMs + 500 });
  const oldest = streams.resolve(streamArn, shardId, { kind: 'TRIM_HORIZON' });
  await world.put(StreamName, ['b']);

  const { service } = await world.restart();

  const read = (from: StartPosition) => textsIn(service.streams.read(streamArn, shardId, from, limits));
  expect([read(latest), read(since), read(oldest)]).toEqual([['b'], ['b'], ['a', 'b']]);
});

test('a closed shard ends once it has been read, and its children name it', async () => {
  const { client, service, put } = await worldWithStream(2);
  await put(StreamName, ['a', 'aa']);
  await client.send(
    new MergeShardsCommand({ StreamName, ShardToMerge: shardId, AdjacentShardToMerge: 'shardId-000000000001' }),
  );

  const first = service.streams.read(streamArn, shardId, { kind: 'TRIM_HORIZON' }, { ...limits, recordsMax: 1 });
  const second = service.streams.read(streamArn, shardId, first.next, limits);
  const past = service.streams.read(streamArn, shardId, second.next, limits);

  expect([first.isEnded || second.isEnded, past.isEnded]).toEqual([true, true]);
  expect(service.streams.shards(streamArn)).toEqual([
    { shardId, isClosed: true },
    { shardId: 'shardId-000000000001', isClosed: true },
    {
      shardId: 'shardId-000000000002',
      parentShardId: shardId,
      adjacentParentShardId: 'shardId-000000000001',
      isClosed: false,
    },
  ]);
});

test('listeners hear once of what one request wrote, of new shards, and nothing after they left', async () => {
  const { client, service, put } = await worldWithStream(2);
  const heard: string[] = [];
  const leave = service.streams.onChange(streamArn, () => heard.push('one'));
  service.streams.onChange(streamArn, () => heard.push('other'));
  service.streams.onChange(arnOf('another'), () => heard.push('wrong stream'));

  await put(StreamName, ['a', 'b', 'c', 'd']);
  expect(heard.splice(0)).toEqual(['one', 'other']);
  await client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 4, ScalingType: 'UNIFORM_SCALING' }));
  expect(heard.splice(0)).toEqual(['one', 'other']);
  leave();
  await put(StreamName, ['e']);

  expect(heard).toEqual(['other']);
});

test('what a listener is told of can be read by it', async () => {
  const { service, put } = await worldWithStream();
  const seen: string[][] = [];
  service.streams.onChange(streamArn, () =>
    seen.push(textsIn(service.streams.read(streamArn, shardId, { kind: 'TRIM_HORIZON' }, limits))),
  );

  await put(StreamName, ['a']);

  expect(seen).toEqual([['a']]);
});

test('streams, shards and numbers that are not there are refused in the words of AWS', async () => {
  const { service } = await worldWithStream();
  const { streams } = service;

  expect(() => streams.shards(arnOf('other'))).toThrow('Stream other under account 000000000000 not found.');
  expect(() => streams.read(streamArn, 'shardId-000000000009', { kind: 'LATEST' }, limits)).toThrow('does not exist');
  expect(() => streams.read(streamArn, shardId, { kind: 'AT_SEQUENCE_NUMBER', sequenceNumber: '7' }, limits)).toThrow(
    '7 did not come from shardId-000000000000.',
  );
});
