/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { describe, expect, test } from '@jest/globals';

import { streamsWorld, TableName, worldWithStream } from '../../dynamodbstreams/streams-world.ts';

const hourMs = 60 * 60 * 1000;

describe('records', () => {
  test('an item that is added, changed and deleted leaves INSERT, MODIFY and REMOVE, in this order', async () => {
    const world = await worldWithStream();
    await world.put('one', { title: { S: 'a' } });
    await world.put('one', { title: { S: 'b' } });
    await world.remove('one');

    const records = await world.records();

    const Keys = { id: { S: 'one' } };
    const [a, b] = ['a', 'b'].map((title) => ({ ...Keys, title: { S: title } }));
    expect(
      records.map(({ eventName, dynamodb: { NewImage, OldImage } }) => ({ eventName, NewImage, OldImage })),
    ).toEqual([
      { eventName: 'INSERT', NewImage: a },
      { eventName: 'MODIFY', NewImage: b, OldImage: a },
      { eventName: 'REMOVE', OldImage: b },
    ]);
    expect(records.every(({ dynamodb }) => JSON.stringify(dynamodb['Keys']) === JSON.stringify(Keys))).toBe(true);
    const numbers = records.map(({ dynamodb }) => BigInt(String(dynamodb['SequenceNumber'])));
    expect(numbers).toEqual(numbers.toSorted((x, y) => (x < y ? -1 : 1)));
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(3);
  });

  test('a record has the members that AWS documents, and the size of its keys and images', async () => {
    const world = streamsWorld();
    await world.table('CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'N' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    const Item = { Message: { S: 'New item!' }, Id: { N: '101' } };
    await world.table('PutItem', { TableName, Item });

    const [record] = await world.records();

    expect(record).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/u),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: world.clock.nowMs() / 1000,
        Keys: { Id: { N: '101' } },
        NewImage: Item,
        SequenceNumber: expect.stringMatching(/^\d{21,40}$/u),
        // AWS's own example of this very item says 26.
        SizeBytes: 26,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });

  test.each([
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
    ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
  ])('the view %s shows the keys and %j', async (view, images) => {
    const world = await worldWithStream(view);
    await world.put('one', { title: { S: 'a' } });
    await world.put('one', { title: { S: 'b' } });

    const dynamodb = (await world.records()).at(-1)?.dynamodb ?? {};

    expect(Object.keys(dynamodb).filter((name) => name.endsWith('Image'))).toEqual(images);
    expect(dynamodb).toMatchObject({ Keys: { id: { S: 'one' } }, StreamViewType: view });
  });

  test('a change that changes nothing leaves no record', async () => {
    const world = await worldWithStream();
    await world.put('one', { tags: { SS: ['a', 'b'] } });

    await world.put('one', { tags: { SS: ['b', 'a'] } });
    await world.remove('another');
    const ExpressionAttributeValues = { ':tags': { SS: ['a', 'b'] } };
    await world.table('UpdateItem', {
      TableName,
      Key: { id: { S: 'one' } },
      UpdateExpression: 'SET tags = :tags',
      ExpressionAttributeValues,
    });

    expect(await world.records()).toHaveLength(1);
  });

  test('a write whose condition is not met, or whose transaction is cancelled, leaves no record', async () => {
    const world = await worldWithStream();
    await world.put('one');
    const Item = { id: { S: 'one' }, title: { S: 'x' } };
    const ConditionExpression = 'attribute_not_exists(id)';
    await expect(world.table('PutItem', { TableName, Item, ConditionExpression })).rejects.toThrow('conditional');
    const TransactItems = [
      { Put: { TableName, Item: { id: { S: 'two' } } } },
      { Put: { TableName, Item, ConditionExpression } },
    ];
    await expect(world.table('TransactWriteItems', { TransactItems })).rejects.toThrow('cancelled');

    expect(await world.records()).toHaveLength(1);
  });

  test('every write of a transaction and of a batch leaves its record', async () => {
    const world = await worldWithStream();
    const item = (id: string) => ({ id: { S: id } });
    await world.table('TransactWriteItems', {
      TransactItems: [{ Put: { TableName, Item: item('a') } }, { Put: { TableName, Item: item('b') } }],
    });
    await world.table('BatchWriteItem', {
      RequestItems: {
        [TableName]: [{ PutRequest: { Item: item('c') } }, { DeleteRequest: { Key: item('a') } }],
      },
    });

    const records = await world.records();

    expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb['Keys']])).toEqual([
      ['INSERT', item('a')],
      ['INSERT', item('b')],
      ['INSERT', item('c')],
      ['REMOVE', item('a')],
    ]);
  });

  test('an item that expires is deleted by the service, not by the user', async () => {
    const world = await worldWithStream();
    await world.dynamodb.start?.();
    await world.table('UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
    await world.put('one', { expires: { N: String(world.clock.nowMs() / 1000 + 1) } });
    await world.put('two');
    await world.clock.advance(60_000);
    await world.remove('two');

    const removed = (await world.records()).filter(({ eventName }) => eventName === 'REMOVE');

    expect(removed.map(({ userIdentity }) => userIdentity)).toEqual([
      { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
      undefined,
    ]);
  });

  test('a write that is answered is in the stream, and its listeners hear of it after the commit', async () => {
    const world = await worldWithStream();
    const streamArn = await world.streamArn();
    const seen: number[] = [];
    const [shard] = world.dynamodb.streams.shards(streamArn);
    const unsubscribe = world.dynamodb.streams.onChange(streamArn, () => {
      const limits = { recordsMax: 10, bytesMax: 1_000_000 };
      seen.push(
        world.dynamodb.streams.read(streamArn, shard?.shardId ?? '', { kind: 'TRIM_HORIZON' }, limits).records.length,
      );
    });

    await Promise.all([world.put('one'), world.put('two')]);
    unsubscribe();
    await world.put('three');

    expect(seen).toEqual([2]);
    expect(await world.records()).toHaveLength(3);
  });
});

describe('a day', () => {
  test('after 24 hours a record is gone, and who stood before it is told', async () => {
    const world = await worldWithStream();
    await world.put('one');
    const [record] = await world.records();
    const number = String(record?.dynamodb['SequenceNumber']);
    const [shard] = await world.shards();
    await world.clock.advance(24 * hourMs - 1);
    expect(await world.records()).toHaveLength(1);

    await world.clock.advance(1);

    expect(await world.records()).toEqual([]);
    await expect(world.iterator('AT_SEQUENCE_NUMBER', shard?.ShardId, number)).rejects.toThrow('trimmed');
    await expect(world.iterator('AFTER_SEQUENCE_NUMBER', shard?.ShardId, number)).resolves.toBeDefined();
  });

  test('what was trimmed from the disk stays trimmed, and sequence numbers go on', async () => {
    const world = await worldWithStream();
    await world.dynamodb.start?.();
    await world.put('one');
    const number = String((await world.records())[0]?.dynamodb['SequenceNumber']);
    const [shard] = await world.shards();
    await world.clock.advance(25 * hourMs);
    world.dynamodb.streams.reload();
    await world.put('two');

    await expect(world.iterator('AT_SEQUENCE_NUMBER', shard?.ShardId, number)).rejects.toThrow('trimmed');
    const [record] = await world.records();
    expect(BigInt(String(record?.dynamodb['SequenceNumber']))).toBeGreaterThan(BigInt(number));
  });

  test('a shard that has lived four hours is closed by the next record, which opens its child', async () => {
    const world = await worldWithStream();
    await world.put('one');
    await world.clock.advance(4 * hourMs);
    await world.put('two');

    const [parent, child, ...others] = await world.shards();

    expect(others).toEqual([]);
    expect(parent?.SequenceNumberRange.EndingSequenceNumber).toBeDefined();
    expect(child?.ParentShardId).toBe(parent?.ShardId);
    expect(child?.SequenceNumberRange).not.toHaveProperty('EndingSequenceNumber');
    expect(await world.records()).toHaveLength(2);
    await world.clock.advance(24 * hourMs);
    expect((await world.shards()).map(({ ShardId }) => ShardId)).toEqual([child?.ShardId]);
  });
});

describe('enabling and disabling', () => {
  test('a table is described with its stream', async () => {
    const world = await worldWithStream('KEYS_ONLY');
    const { Table } = await world.table('DescribeTable', { TableName });

    expect(Table).toMatchObject({
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      LatestStreamLabel: '2026-11-20T12:00:00.000',
      LatestStreamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/plays/stream/2026-11-20T12:00:00.000',
    });
  });

  test('a disabled stream can be read to its end, and takes no more records', async () => {
    const world = await worldWithStream();
    const streamArn = await world.streamArn();
    await world.put('one');
    await world.disable();
    await world.put('two');

    expect(await world.records(streamArn)).toHaveLength(1);
    const { StreamDescription } = await world.streams('DescribeStream', { StreamArn: streamArn });
    expect(StreamDescription).toMatchObject({ StreamStatus: 'DISABLED' });
    const ShardIterator = await world.iterator('TRIM_HORIZON');
    expect(await world.streams('GetRecords', { ShardIterator })).not.toHaveProperty('NextShardIterator');
    await world.clock.advance(24 * hourMs);
    await expect(world.records(streamArn)).rejects.toThrow('not found');
  });

  test('enabling again makes another stream with another ARN', async () => {
    const world = await worldWithStream();
    const first = await world.streamArn();
    await world.disable();
    const second = await world.enable('NEW_IMAGE');
    await world.put('one');

    expect(second).not.toBe(first);
    expect(await world.records(first)).toEqual([]);
    expect(await world.records(second)).toHaveLength(1);
    await expect(world.enable()).rejects.toThrow('Table already has an enabled stream: TableName: plays');
  });

  test('a deleted table’s stream can be read for the rest of its day, and a new table of its name has its own', async () => {
    const world = await worldWithStream();
    const streamArn = await world.streamArn();
    await world.put('one');
    await world.table('DeleteTable', { TableName });

    expect(await world.records(streamArn)).toHaveLength(1);
    const { Streams } = await world.streams('ListStreams', { TableName });
    expect(Streams).toMatchObject([{ StreamArn: streamArn }]);
  });
});

test('after a restart everything is there, and the stream goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'streams-'));
  const first = streamsWorld(folder);
  await first.table('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  await first.put('one');
  const before = await first.records();
  await first.dynamodb.stop?.();

  const second = streamsWorld(folder);
  expect(await second.records()).toEqual(before);
  await second.put('two');
  expect(await second.records()).toHaveLength(2);
  rmSync(folder, { recursive: true, force: true });
});

test('kill -9 leaves every acknowledged item with its record, and no record without its item', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'streams-'));
  const program = join(import.meta.dirname, '../put-until-killed.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, folder, 'NEW_IMAGE'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === 300) child.kill('SIGKILL');
  }

  const { dynamodb, table } = streamsWorld(folder);
  const { Items } = await table('Scan', { TableName: 'kept' });
  const [stream] = dynamodb.streams.list();
  const [shard] = stream?.shards ?? [];
  const limits = { recordsMax: 1_000_000, bytesMax: 1_000_000_000 };
  const page = dynamodb.streams.read(stream?.arn ?? '', shard?.shardId ?? '', { kind: 'TRIM_HORIZON' }, limits);
  const recorded = page.records.map(({ partitionKey }) => (JSON.parse(partitionKey) as { id: { N: string } }).id.N);
  const kept = (Items as { id: { N: string } }[]).map(({ id }) => id.N);
  expect(recorded.toSorted()).toEqual(kept.toSorted());
  expect(acknowledged.filter((id) => !recorded.includes(id))).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});
