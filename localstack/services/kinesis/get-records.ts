import type { Operation } from '../../engine/service.ts';
import { childShapes } from './describe.ts';
import { invalidArgument, rateExceeded, shardDoesNotExist } from './errors.ts';
import type { LogRecord } from './log/record-frame.ts';
import { streamArn } from './parameters.ts';
import type { SequenceNumbers } from './sequence-number.ts';
import { decodeIterator, encodeIterator, type ShardPlace } from './shard-iterator.ts';
import { readShard } from './shard-reader.ts';
import { shardIdOf } from './shards.ts';
import { encryptedFlag, type OpenedShard, type Stream } from './stream.ts';
import type { Streams } from './streams.ts';

interface GetRecordsInput {
  readonly ShardIterator: string;
  readonly Limit?: number;
  readonly StreamARN?: string;
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const recordsMax = 10_000;
const bytesMax = 10 * 1024 * 1024;

/** What lies behind an iterator, and the iterator to go on with. */
export function getRecords(streams: Streams): Operation {
  return {
    parameters: {
      ShardIterator: { type: 'string', required: true, lengthMin: 1, lengthMax: 512 },
      Limit: { type: 'integer', valueMin: 1, valueMax: recordsMax },
      StreamARN: streamArn,
    },
    run: ({ ShardIterator, Limit = recordsMax, StreamARN }: GetRecordsInput) => {
      const nowMs = streams.engine.clock.nowMs();
      const place = decodeIterator(ShardIterator, nowMs);
      const { stream, shard } = find(streams, place);
      // Unsure of the words.
      if (StreamARN !== undefined && StreamARN !== stream.arn) throw invalidArgument('Invalid ShardIterator.');
      if (streams.options.throttling && !shard.throttle.mayRead(nowMs)) {
        throw rateExceeded(shard.shardId, stream.name, streams.engine.accountId);
      }

      const page = readShard(stream, shard, place.ordinal, { recordsMax: Limit, bytesMax }, nowMs);

      if (streams.options.throttling) shard.throttle.haveRead(bytesOf(page.records), nowMs);
      return {
        Records: page.records.map((record) => recordShape(record, shard.sequenceNumbers)),
        MillisBehindLatest: page.millisBehindLatest,
        ...(page.isEnded
          ? { ChildShards: childShapes(stream.document.shards, place.shardIndex) }
          : { NextShardIterator: encodeIterator({ ...place, ordinal: page.next }, nowMs) }),
      };
    },
  };
}

function find(
  streams: Streams,
  { streamName, streamId, shardIndex }: ShardPlace,
): { stream: Stream; shard: OpenedShard } {
  const stream = streams.usable({ StreamName: streamName });
  const shard = stream.document.id === streamId ? stream.shard(shardIndex) : undefined;
  if (!shard) throw shardDoesNotExist(shardIdOf(shardIndex), streamName, streams.engine.accountId);
  return { stream, shard };
}

/** A record as the wire shows it. */
export function recordShape(
  { ordinal, arrivalMs, flags, partitionKey, data }: LogRecord,
  sequenceNumbers: SequenceNumbers,
): Record<string, unknown> {
  const shape = {
    SequenceNumber: sequenceNumbers.of(ordinal, arrivalMs),
    ApproximateArrivalTimestamp: arrivalMs / 1000,
    Data: data.toString('base64'),
    PartitionKey: partitionKey,
  };
  return flags & encryptedFlag ? { ...shape, EncryptionType: 'KMS' } : shape;
}

function bytesOf(records: readonly LogRecord[]): number {
  return records.reduce((sum, { data, partitionKey }) => sum + data.length + Buffer.byteLength(partitionKey), 0);
}
