import { CreateStreamCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld, textsOf } from './kinesis-world.ts';
import { faultyFiles } from './log/full-disk.ts';

const StreamName = 'plays';

test('a record is in the log, with sequence numbers that increase as text and as numbers', async () => {
  const { client, texts } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const put = (text: string) =>
    client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text) }));

  const first = await put('one');
  const second = await put('two');

  expect(first.ShardId).toBe('shardId-000000000000');
  expect(first.SequenceNumber).toMatch(/^49\d{54}$/);
  expect(BigInt(second.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
  expect((second.SequenceNumber ?? '') > (first.SequenceNumber ?? '')).toBe(true);
  expect(await texts(StreamName)).toEqual(['one', 'two']);
});

test('the shard is that of the MD5 of the partition key', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  const shardOf = async (PartitionKey: string) => {
    const { ShardId } = await client.send(new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.from('x') }));
    return Number(ShardId?.slice(-1));
  };

  // MD5("a") = 0cc175b9…, MD5("b") = 92eb5ffe….
  expect(await shardOf('a')).toBe(0);
  expect(await shardOf('b')).toBe(1);
});

test('an explicit hash key chooses the shard, to the very bounds of its range', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 3 }));
  const shardOf = async (ExplicitHashKey: string) => {
    const record = { StreamARN: arnOf(StreamName), PartitionKey: 'k', ExplicitHashKey, Data: Buffer.from('x') };
    return Number((await client.send(new PutRecordCommand(record))).ShardId?.slice(-1));
  };

  expect(await shardOf('0')).toBe(0);
  expect(await shardOf('113427455640312821154458202477256070484')).toBe(0);
  expect(await shardOf('113427455640312821154458202477256070485')).toBe(1);
  expect(await shardOf('340282366920938463463374607431768211455')).toBe(2);
  await expect(shardOf('340282366920938463463374607431768211456')).rejects.toThrow(
    'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456',
  );
});

test('a record may be as large as its stream allows, key included, and no larger', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const put = (bytes: number) =>
    client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.alloc(bytes) }));

  await expect(put(1_048_576)).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await put(1_048_575)).toMatchObject({ ShardId: 'shardId-000000000000' });
});

test('an order that is no sequence number is refused', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const put = (SequenceNumberForOrdering?: string) =>
    client.send(
      new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('x'), SequenceNumberForOrdering }),
    );
  const { SequenceNumber } = await put();

  expect(await put(SequenceNumber)).toMatchObject({ ShardId: 'shardId-000000000000' });
  await expect(put('12')).rejects.toThrow('ExclusiveMinimumSequenceNumber 12 used in PutRecord on stream plays');
});

test('a full disk fails the request, and what comes after it is whole', async () => {
  const files = faultyFiles();
  const { client, texts } = kinesisWorld({ log: { files } });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const put = (text: string) =>
    client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text) }));
  await put('before');

  files.roomBytes = 20;
  await expect(put('lost')).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
  files.roomBytes = undefined;
  await put('after');

  expect(await texts(StreamName)).toEqual(['before', 'after']);
});

test('a shard that is throttled takes a thousand records a second', async () => {
  const { client, engine } = kinesisWorld({ throttling: true });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const put = () => client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from('x') }));
  for (let count = 0; count < 1000; count += 1) await put();

  await expect(put()).rejects.toMatchObject({
    name: 'ProvisionedThroughputExceededException',
    message: 'Rate exceeded for shard shardId-000000000000 in stream plays under account 000000000000.',
  });
  await engine.clock.advance(1000);
  expect(await put()).toMatchObject({ ShardId: 'shardId-000000000000' });
});

test('requests that come at once share a write for each shard', async () => {
  const files = faultyFiles();
  const { client, iterator, get } = kinesisWorld({ log: { files } });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const put = (text: string) =>
    client.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data: Buffer.from(text) }));
  await put('warm');
  files.writeCount = 0;

  const texts = Array.from({ length: 50 }, (_, index) => String(index));
  await Promise.all(texts.map(put));

  const { Records = [] } = await get(await iterator(StreamName, 'shardId-000000000000', 'TRIM_HORIZON'));
  expect(textsOf(Records).slice(1).sort()).toEqual([...texts].sort());
  expect(files.writeCount).toBeLessThan(25);
});
