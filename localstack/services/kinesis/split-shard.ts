import type { Operation } from '../../engine/service.ts';
import { invalidArgument, resourceInUse } from './errors.ts';
import { hashKeyDecimal, hashKeyNumber } from './hash-key.ts';
import { hashKey, shardId, streamReference } from './parameters.ts';
import { checkShardLimit, reshardable, shardOf } from './reshardable.ts';
import { isOpen, shardIdOf, split } from './shards.ts';
import type { StreamReference, Streams } from './streams.ts';

interface SplitShardInput extends StreamReference {
  readonly ShardToSplit: string;
  readonly NewStartingHashKey: string;
}

/** Closes a shard and opens two in its place. */
export function splitShard(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      ShardToSplit: { ...shardId, required: true },
      NewStartingHashKey: { ...hashKey, required: true },
    },
    run: (input: SplitShardInput) => {
      const { accountId, clock } = streams.engine;
      const stream = reshardable(streams, input, 'SplitShard');
      const shard = shardOf(stream, input.ShardToSplit, accountId);
      checkShardLimit(streams, 1);
      if (!isOpen(shard)) throw shardIsClosed(shardIdOf(shard.index), stream.name, accountId);
      const start = BigInt(input.NewStartingHashKey);
      if (start <= hashKeyNumber(shard.startHash) + 1n || start >= hashKeyNumber(shard.endHash)) {
        throw invalidArgument(
          `NewStartingHashKey ${start} used in SplitShard() on shard ${shardIdOf(shard.index)} in stream ${stream.name} ` +
            `under account ${accountId} is not both greater than one plus the shard's StartingHashKey ` +
            `${hashKeyDecimal(shard.startHash)} and less than the shard's EndingHashKey ${hashKeyDecimal(shard.endHash)}.`,
        );
      }
      streams.reshard(stream, { shards: split(stream.document.shards, shard, start, clock.nowMs()) });
      return {};
    },
  };
}

/** Unsure of the words. */
export function shardIsClosed(id: string, streamName: string, accountId: string): Error {
  return resourceInUse(`Shard ${id} in stream ${streamName} under account ${accountId} is closed.`);
}
