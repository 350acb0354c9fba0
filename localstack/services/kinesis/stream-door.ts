/** Kinesis as event source mappings read it, inside the process: bytes as they lie in the log, no base64, no iterators. */
import type { StartPosition, StreamDoor, StreamPage, StreamShard } from '../../engine/doors.ts';
import { invalidArgument, shardDoesNotExist } from './errors.ts';
import { ordinalIn, readShard } from './shard-reader.ts';
import { isOpen, shardIdOf, shardIndexOf, type Shard } from './shards.ts';
import type { OpenedShard, Stream } from './stream.ts';
import type { Streams } from './streams.ts';

/** The door to `streams`. Its methods throw AWS's answers for streams and shards that are not there. */
export function openStreamDoor(streams: Streams): StreamDoor {
  const { clock, accountId } = streams.engine;
  const open = (streamArn: string, shardId: string): { stream: Stream; shard: OpenedShard } => {
    const stream = streams.usable({ StreamARN: streamArn });
    const shard = stream.shard(shardIndexOf(shardId) ?? -1);
    if (!shard) throw shardDoesNotExist(shardId, stream.name, accountId);
    return { stream, shard };
  };
  const placeOf = ({ sequenceNumbers }: OpenedShard, ordinal: number): StartPosition => ({
    kind: 'AT_SEQUENCE_NUMBER',
    sequenceNumber: sequenceNumbers.of(ordinal, clock.nowMs()),
  });
  return {
    shards: (streamArn) => streams.usable({ StreamARN: streamArn }).shards(clock.nowMs()).map(toStreamShard),
    resolve: (streamArn, shardId, start) => {
      if (start.kind !== 'LATEST' && start.kind !== 'AT_TIMESTAMP') return start;
      const { shard } = open(streamArn, shardId);
      return placeOf(shard, ordinalOf(shard, start));
    },
    read: (streamArn, shardId, from, limits) => {
      const { stream, shard } = open(streamArn, shardId);
      const page = readShard(stream, shard, ordinalOf(shard, from), limits, clock.nowMs());
      return toStreamPage(page, shard, placeOf(shard, page.next));
    },
    onChange: (streamArn, listener) => streams.onChange(streamArn, listener),
  };
}

function toStreamShard(shard: Shard): StreamShard {
  const { index, parentIndex, adjacentParentIndex } = shard;
  return {
    shardId: shardIdOf(index),
    ...(parentIndex !== undefined && { parentShardId: shardIdOf(parentIndex) }),
    ...(adjacentParentIndex !== undefined && { adjacentParentShardId: shardIdOf(adjacentParentIndex) }),
    isClosed: !isOpen(shard),
  };
}

function toStreamPage(
  { records, isEnded, millisBehindLatest }: ReturnType<typeof readShard>,
  { sequenceNumbers }: OpenedShard,
  next: StartPosition,
): StreamPage {
  return {
    records: records.map(({ ordinal, arrivalMs, partitionKey, data }) => ({
      sequenceNumber: sequenceNumbers.of(ordinal, arrivalMs),
      partitionKey,
      data,
      approximateArrivalMs: arrivalMs,
    })),
    next,
    isEnded,
    millisBehindLatest,
  };
}

function ordinalOf(shard: OpenedShard, position: StartPosition): number {
  switch (position.kind) {
    case 'TRIM_HORIZON':
      return 0;
    case 'LATEST':
      return shard.log.nextOrdinal;
    case 'AT_TIMESTAMP':
      return shard.log.ordinalAt(position.timestampMs);
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const ordinal = ordinalIn(shard, position.sequenceNumber);
      if (ordinal === undefined)
        throw invalidArgument(`${position.sequenceNumber} did not come from ${shard.shardId}.`);
      return position.kind === 'AT_SEQUENCE_NUMBER' ? ordinal : ordinal + 1;
    }
  }
}
