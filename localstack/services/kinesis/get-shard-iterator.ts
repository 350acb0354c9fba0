import type { Operation } from '../../engine/service.ts';
import { invalidArgument, shardDoesNotExist, shardNotFound } from './errors.ts';
import { sequenceNumber, shardId, streamReference, timestampMs } from './parameters.ts';
import { parseSequenceNumber } from './sequence-number.ts';
import { encodeIterator } from './shard-iterator.ts';
import { ordinalIn } from './shard-reader.ts';
import { shardIdOf, shardIndexOf } from './shards.ts';
import type { OpenedShard, Stream } from './stream.ts';
import type { StreamReference, Streams } from './streams.ts';

interface GetShardIteratorInput extends StreamReference, ShardPosition {
  readonly ShardId: string;
}

interface ShardPosition {
  readonly ShardIteratorType: string;
  readonly StartingSequenceNumber?: string;
  /** Epoch seconds. */
  readonly Timestamp?: number;
}

export const positionTypes = ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_TIMESTAMP', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'];

/** Turns a position into an iterator, which is good for five minutes. */
export function getShardIterator(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      ShardId: { ...shardId, required: true },
      ShardIteratorType: { type: 'string', required: true, enum: positionTypes },
      StartingSequenceNumber: sequenceNumber,
      Timestamp: { type: 'timestamp' },
    },
    run: (input: GetShardIteratorInput) => {
      const { accountId, clock } = streams.engine;
      const stream = streams.usable(input);
      const shardIndex = shardIndexOf(input.ShardId);
      if (shardIndex === undefined) throw shardNotFound(input.ShardId, stream.name, accountId);
      const shard = stream.shard(shardIndex);
      if (!shard) throw shardDoesNotExist(shardIdOf(shardIndex), stream.name, accountId);

      const ordinal = ordinalOf(input, stream, shard, accountId, clock.nowMs());
      const place = { streamName: stream.name, streamId: stream.document.id, shardIndex, ordinal };
      return { ShardIterator: encodeIterator(place, clock.nowMs()) };
    },
  };
}

/** Where a position lies in a shard: the ordinal to read from. Throws AWS's answer to one that lies nowhere. */
export function ordinalOf(
  { ShardIteratorType, StartingSequenceNumber, Timestamp }: ShardPosition,
  stream: Stream,
  shard: OpenedShard,
  accountId: string,
  nowMs: number,
): number {
  const takesSequenceNumber = ShardIteratorType.endsWith('SEQUENCE_NUMBER');
  if (ShardIteratorType === 'AT_TIMESTAMP') return ordinalAtTime(Timestamp, shard, nowMs);
  if (takesSequenceNumber !== (StartingSequenceNumber !== undefined)) {
    throw invalidArgument(
      'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
        '(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. ' +
        `Request specified ${ShardIteratorType} and ${takesSequenceNumber ? 'no' : 'also a'} StartingSequenceNumber.`,
    );
  }
  if (ShardIteratorType === 'LATEST') return shard.log.nextOrdinal;
  if (StartingSequenceNumber === undefined) return 0;

  const ordinal = ordinalIn(shard, StartingSequenceNumber);
  if (ordinal === undefined) throw wrongSequenceNumber(StartingSequenceNumber, stream.name, shard, accountId);
  return ShardIteratorType === 'AT_SEQUENCE_NUMBER' ? ordinal : ordinal + 1;
}

function ordinalAtTime(timestampSeconds: number | undefined, { log }: OpenedShard, nowMs: number): number {
  if (timestampSeconds === undefined) {
    throw invalidArgument(
      'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
    );
  }
  const atMs = timestampMs(timestampSeconds);
  if (atMs > nowMs) {
    throw invalidArgument(
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
        `timestampInMillis: ${atMs}, currentTimestampInMillis: ${nowMs}`,
    );
  }
  return log.ordinalAt(atMs);
}

function wrongSequenceNumber(text: string, streamName: string, { shard, shardId: id }: OpenedShard, accountId: string) {
  const parts = parseSequenceNumber(text);
  if (parts && parts.shardIndex !== shard.index) {
    return invalidArgument(
      `Invalid StartingSequenceNumber. It encodes ${shardIdOf(parts.shardIndex)}, while it was used in a call to a shard with ${id}`,
    );
  }
  return invalidArgument(
    `StartingSequenceNumber ${text} used in GetShardIterator on shard ${id} in stream ${streamName} under account ` +
      `${accountId} is invalid${parts ? ' because it did not come from this stream' : ''}.`,
  );
}
