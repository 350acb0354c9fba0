import type { Operation } from '../../engine/service.ts';
import { invalidArgument } from './errors.ts';
import { shardId, streamReference } from './parameters.ts';
import { reshardable, shardOf } from './reshardable.ts';
import { areNeighbours, isOpen, merge, shardIdOf } from './shards.ts';
import { shardIsClosed } from './split-shard.ts';
import type { StreamReference, Streams } from './streams.ts';

interface MergeShardsInput extends StreamReference {
  readonly ShardToMerge: string;
  readonly AdjacentShardToMerge: string;
}

/** Closes two neighbouring shards and opens one in their place. */
export function mergeShards(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      ShardToMerge: { ...shardId, required: true },
      AdjacentShardToMerge: { ...shardId, required: true },
    },
    run: (input: MergeShardsInput) => {
      const { accountId, clock } = streams.engine;
      const stream = reshardable(streams, input, 'MergeShards');
      const first = shardOf(stream, input.ShardToMerge, accountId);
      const second = shardOf(stream, input.AdjacentShardToMerge, accountId);
      const closed = [first, second].find((shard) => !isOpen(shard));
      if (closed) throw shardIsClosed(shardIdOf(closed.index), stream.name, accountId);
      if (!areNeighbours(first, second)) {
        throw invalidArgument(
          `Shards ${shardIdOf(first.index)} and ${shardIdOf(second.index)} in stream ${stream.name} under account ` +
            `${accountId} are not an adjacent pair of shards eligible for merging`,
        );
      }
      streams.reshard(stream, { shards: merge(stream.document.shards, first, second, clock.nowMs()) });
      return {};
    },
  };
}
