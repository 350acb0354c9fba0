/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html */
import { describe, expect, test } from '@jest/globals';

import { type ShownRecord, type StreamsWorld, TableName, worldWithStream } from './streams-world.ts';

const idsOf = (page: Record<string, unknown>): string[] =>
  (page['Records'] as ShownRecord[]).map(({ dynamodb }) => (dynamodb['Keys'] as { id: { S: string } }).id.S);

async function read(world: StreamsWorld, ShardIterator: string, Limit?: number): Promise<Record<string, unknown>> {
  return await world.streams('GetRecords', { ShardIterator, ...(Limit !== undefined && { Limit }) });
}

describe('GetRecords', () => {
  test('gives up to Limit records and an iterator that goes on after them', async () => {
    const world = await worldWithStream();
    for (const id of ['a', 'b', 'c']) await world.put(id);

    const first = await read(world, await world.iterator(), 2);
    const second = await read(world, String(first['NextShardIterator']));
    const third = await read(world, String(second['NextShardIterator']));

    expect([first, second, third].map(idsOf)).toEqual([['a', 'b'], ['c'], []]);
    expect(third['NextShardIterator']).toBeDefined();
  });

  test('gives at most 1 MB', async () => {
    const world = await worldWithStream();
    for (const id of ['a', 'b', 'c', 'd']) await world.put(id, { text: { S: 'x'.repeat(390_000) } });

    expect(idsOf(await read(world, await world.iterator()))).toEqual(['a', 'b']);
  });

  test('several readers each keep their own place', async () => {
    const world = await worldWithStream();
    await world.put('a');
    await world.put('b');
    const slow = await read(world, await world.iterator(), 1);
    const fast = await read(world, await world.iterator());
    await world.put('c');

    expect(idsOf(await read(world, String(slow['NextShardIterator'])))).toEqual(['b', 'c']);
    expect(idsOf(await read(world, String(fast['NextShardIterator'])))).toEqual(['c']);
  });

  test('an iterator is good for 15 minutes', async () => {
    const world = await worldWithStream();
    const iterator = await world.iterator();
    await world.clock.advance(15 * 60_000);
    await expect(read(world, iterator)).resolves.toBeDefined();

    await world.clock.advance(1);

    await expect(read(world, iterator)).rejects.toMatchObject({ code: 'ExpiredIteratorException' });
  });

  test.each(['nonsense', 'arn|1|e30=', 'arn|2|e30='])('an iterator that is none is refused: %s', async (iterator) => {
    const world = await worldWithStream();
    await expect(read(world, iterator)).rejects.toThrow('Invalid ShardIterator');
  });
});

describe('GetShardIterator', () => {
  test('LATEST misses nothing that comes before the first read', async () => {
    const world = await worldWithStream();
    await world.put('old');
    const iterator = await world.iterator('LATEST');
    await world.put('new');

    expect(idsOf(await read(world, iterator))).toEqual(['new']);
  });

  test('AT_SEQUENCE_NUMBER begins with the record, AFTER_SEQUENCE_NUMBER behind it', async () => {
    const world = await worldWithStream();
    await world.put('a');
    await world.put('b');
    const number = String((await world.records())[0]?.dynamodb['SequenceNumber']);

    expect(idsOf(await read(world, await world.iterator('AT_SEQUENCE_NUMBER', undefined, number)))).toEqual(['a', 'b']);
    expect(idsOf(await read(world, await world.iterator('AFTER_SEQUENCE_NUMBER', undefined, number)))).toEqual(['b']);
    await expect(world.iterator('AT_SEQUENCE_NUMBER')).rejects.toThrow('SequenceNumber must be specified');
  });

  test('a stream or shard that is not there is not found', async () => {
    const world = await worldWithStream();
    const ShardId = 'shardId-00000000000000000000-00000000';
    await expect(world.iterator('TRIM_HORIZON', ShardId)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    const StreamArn = `${await world.streamArn()}1`;
    await expect(world.streams('DescribeStream', { StreamArn })).rejects.toThrow(`Stream: ${StreamArn} not found`);
  });
});

describe('DescribeStream', () => {
  test('describes the stream, its table and its shards, a page at a time', async () => {
    const world = await worldWithStream('NEW_IMAGE');
    await world.put('a');
    await world.clock.advance(4 * 60 * 60 * 1000);
    await world.put('b');
    const StreamArn = await world.streamArn();

    const { StreamDescription } = await world.streams('DescribeStream', { StreamArn, Limit: 1 });

    const [parent, child] = await world.shards();
    expect(StreamDescription).toEqual({
      StreamArn,
      StreamLabel: '2026-11-20T12:00:00.000',
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_IMAGE',
      CreationRequestDateTime: 1_795_176_000,
      TableName,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      Shards: [parent],
      LastEvaluatedShardId: parent?.ShardId,
    });
    const rest = await world.streams('DescribeStream', { StreamArn, ExclusiveStartShardId: parent?.ShardId });
    expect(rest['StreamDescription']).toMatchObject({ Shards: [child] });
    const ShardFilter = { Type: 'CHILD_SHARDS', ShardId: parent?.ShardId };
    const children = await world.streams('DescribeStream', { StreamArn, ShardFilter });
    expect(children['StreamDescription']).toMatchObject({ Shards: [child] });
  });
});

describe('ListStreams', () => {
  test('lists the streams of one table or of all, a page at a time', async () => {
    const world = await worldWithStream();
    await world.disable();
    await world.enable();
    const { Streams } = await world.streams('ListStreams');
    const [first, second] = Streams as { readonly StreamArn: string }[];

    expect(Streams).toHaveLength(2);
    const page = await world.streams('ListStreams', { TableName, Limit: 1 });
    expect(page).toEqual({ Streams: [first], LastEvaluatedStreamArn: first?.StreamArn });
    const ExclusiveStartStreamArn = first?.StreamArn;
    expect(await world.streams('ListStreams', { TableName, ExclusiveStartStreamArn })).toEqual({ Streams: [second] });
    expect(await world.streams('ListStreams', { TableName: 'other' })).toEqual({ Streams: [] });
  });
});
