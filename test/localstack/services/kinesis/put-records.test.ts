import { CreateStreamCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';
import { faultyFiles } from './log/full-disk.ts';

const StreamName = 'plays';
const entry = (text: string, PartitionKey = text) => ({ Data: Buffer.from(text), PartitionKey });

test('each record is answered in its place, and a shard keeps their order', async () => {
  const { client, texts } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));

  const { Records = [], FailedRecordCount } = await client.send(
    new PutRecordsCommand({
      StreamARN: arnOf(StreamName),
      Records: ['a', 'b', 'a', 'b'].map((key, at) => entry(`${key}${at}`, key)),
    }),
  );

  expect(FailedRecordCount).toBe(0);
  expect(Records.map(({ ShardId }) => Number(ShardId?.slice(-1)))).toEqual([0, 1, 0, 1]);
  expect(new Set(Records.map(({ SequenceNumber }) => SequenceNumber)).size).toBe(4);
  expect(await texts(StreamName, 'shardId-000000000000')).toEqual(['a0', 'a2']);
  expect(await texts(StreamName, 'shardId-000000000001')).toEqual(['b1', 'b3']);
});

test('a shard whose disk fails fails only its own records', async () => {
  const files = faultyFiles();
  const { client, texts } = kinesisWorld({ log: { files } });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  await client.send(new PutRecordsCommand({ StreamName, Records: [entry('a'), entry('b')] }));

  files.roomBytes = 30;
  const answer = await client.send(new PutRecordsCommand({ StreamName, Records: [entry('a'), entry('b')] }));
  files.roomBytes = undefined;

  expect(answer.FailedRecordCount).toBe(1);
  expect(answer.Records?.[0]).toMatchObject({ ShardId: 'shardId-000000000000' });
  expect(answer.Records?.[1]).toEqual({ ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' });
  expect(await texts(StreamName, 'shardId-000000000001')).toEqual(['b']);
});

test('throttled records fail each for itself', async () => {
  const { client, engine } = kinesisWorld({ throttling: true });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const Records = Array.from({ length: 400 }, () => entry('x'));
  const put = () => client.send(new PutRecordsCommand({ StreamName, Records }));
  await put();
  await put();

  const third = await put();

  expect(third.FailedRecordCount).toBe(200);
  expect(third.Records?.[399]).toEqual({
    ErrorCode: 'ProvisionedThroughputExceededException',
    ErrorMessage: 'Rate exceeded for shard shardId-000000000000 in stream plays under account 000000000000.',
  });
  await engine.clock.advance(1000);
  expect((await put()).FailedRecordCount).toBe(0);
});

test('more than 500 records, or more than 10 MiB, are refused as a whole', async () => {
  const { client, texts } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const many = Array.from({ length: 501 }, () => entry('x'));
  const large = Array.from({ length: 11 }, () => ({ PartitionKey: 'k', Data: Buffer.alloc(1_000_000) }));

  await expect(client.send(new PutRecordsCommand({ StreamName, Records: many }))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('Member must have length less than or equal to 500'),
  });
  await expect(client.send(new PutRecordsCommand({ StreamName, Records: large }))).rejects.toMatchObject({
    name: 'InvalidArgumentException',
    message: 'Records size exceeds 10 MB limit',
  });
  expect(await texts(StreamName)).toEqual([]);
});

test('one entry that is wrong refuses the request, and nothing of it is written', async () => {
  const { client, call, texts } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const good = { Data: 'Z29vZA==', PartitionKey: 'k' };
  const put = (wrong: object | null) => call('kinesis', 'PutRecords', { StreamName, Records: [good, wrong] });

  await expect(put({ Data: 'Z29vZA==', PartitionKey: '' })).rejects.toThrow(
    "at 'records.2.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
  await expect(put({ Data: 'Z29vZA==' })).rejects.toThrow('Member must not be null');
  await expect(put(null)).rejects.toMatchObject({ code: 'SerializationException' });
  await expect(put({ ...good, ExplicitHashKey: '007' })).rejects.toThrow('regular expression pattern');
  await expect(put({ ...good, Data: 'n*t base64' })).rejects.toMatchObject({ code: 'SerializationException' });
  await expect(put({ ...good, Colour: 'red' })).rejects.toMatchObject({ code: 'NotImplemented' });
  await put(good);
  expect(await texts(StreamName)).toEqual(['good', 'good']);
});

test('a null that some clients send for what they leave out is no value', async () => {
  const { client, call, texts } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));

  const Records = [{ Data: 'Z29vZA==', PartitionKey: 'k', ExplicitHashKey: null }];
  expect(await call('kinesis', 'PutRecords', { StreamName, Records })).toMatchObject({ FailedRecordCount: 0 });

  expect(await texts(StreamName)).toEqual(['good']);
});

test('acknowledged records are there after a restart', async () => {
  const world = kinesisWorld();
  await world.client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await world.put(StreamName, ['a', 'b']);

  const again = await world.restart();
  await again.put(StreamName, ['c']);

  expect(await again.texts(StreamName)).toEqual(['a', 'b', 'c']);
});
