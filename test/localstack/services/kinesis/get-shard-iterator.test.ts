import { CreateStreamCommand, GetShardIteratorCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { testStartMs } from '../../../support/in-process.ts';
import { kinesisWorld, textsOf } from './kinesis-world.ts';

const StreamName = 'plays';
const ShardId = 'shardId-000000000000';

async function worldWithRecords() {
  const world = kinesisWorld();
  await world.client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  const sequenceNumbers: string[] = [];
  for (const text of ['a', 'b', 'c']) {
    const record = { StreamName, PartitionKey: 'k', ExplicitHashKey: '0', Data: Buffer.from(text) };
    sequenceNumbers.push((await world.client.send(new PutRecordCommand(record))).SequenceNumber ?? '');
    await world.engine.clock.advance(1000);
  }
  return { ...world, sequenceNumbers };
}

test('each type of iterator begins at its place', async () => {
  const { iterator, get, put, sequenceNumbers } = await worldWithRecords();
  const StartingSequenceNumber = sequenceNumbers[1];
  const Timestamp = (afterMs: number) => ({ Timestamp: new Date(testStartMs + afterMs) });
  const iterators = [
    await iterator(StreamName, ShardId, 'TRIM_HORIZON'),
    await iterator(StreamName, ShardId, 'AT_SEQUENCE_NUMBER', { StartingSequenceNumber }),
    await iterator(StreamName, ShardId, 'AFTER_SEQUENCE_NUMBER', { StartingSequenceNumber }),
    await iterator(StreamName, ShardId, 'AT_TIMESTAMP', Timestamp(1000)),
    await iterator(StreamName, ShardId, 'AT_TIMESTAMP', Timestamp(1001)),
    await iterator(StreamName, ShardId, 'AT_TIMESTAMP', Timestamp(-9_000_000)),
    await iterator(StreamName, ShardId, 'AT_TIMESTAMP', Timestamp(2500)),
    await iterator(StreamName, ShardId, 'LATEST'),
  ];
  await put(StreamName, ['d'], 'a');

  const found = [];
  for (const each of iterators) found.push(textsOf((await get(each)).Records ?? []).join(''));

  expect(found).toEqual(['abcd', 'bcd', 'cd', 'bcd', 'cd', 'abcd', 'd', 'd']);
});

test('the start of a shard, as ListShards tells it, is a place to begin at', async () => {
  const { iterator, get, shards } = await worldWithRecords();
  const StartingSequenceNumber = (await shards(StreamName))[0]?.SequenceNumberRange?.StartingSequenceNumber;

  const at = await iterator(StreamName, ShardId, 'AT_SEQUENCE_NUMBER', { StartingSequenceNumber });

  expect(textsOf((await get(at)).Records ?? [])).toEqual(['a', 'b', 'c']);
});

test('positions that make no sense are refused in the words of AWS', async () => {
  const { client, sequenceNumbers } = await worldWithRecords();
  const ask = (more: object) =>
    client.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON', ...more }));
  const StartingSequenceNumber = sequenceNumbers[0];

  await expect(ask({ ShardId: 'shardId-000000000007' })).rejects.toThrow(
    'Shard shardId-000000000007 in stream plays under account 000000000000 does not exist',
  );
  await expect(ask({ ShardId: 'first' })).rejects.toThrow('Could not find shard first in stream plays');
  await expect(ask({ StartingSequenceNumber })).rejects.toThrow(
    'Request specified TRIM_HORIZON and also a StartingSequenceNumber.',
  );
  await expect(ask({ ShardIteratorType: 'AT_SEQUENCE_NUMBER' })).rejects.toThrow('and no StartingSequenceNumber.');
  await expect(ask({ ShardIteratorType: 'AT_TIMESTAMP' })).rejects.toThrow('Must specify timestampInMillis parameter');
  await expect(ask({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(testStartMs + 3001) })).rejects.toThrow(
    'cannot be greater than the currentTimestampInMillis',
  );
  await expect(ask({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '5' })).rejects.toThrow(
    'is invalid.',
  );
  await expect(
    ask({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber, ShardId: 'shardId-000000000001' }),
  ).rejects.toThrow(
    'It encodes shardId-000000000000, while it was used in a call to a shard with shardId-000000000001',
  );
});
