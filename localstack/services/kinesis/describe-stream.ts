import type { Operation } from '../../engine/service.ts';
import { shardShape, streamShape } from './describe.ts';
import { shardId, streamReference } from './parameters.ts';
import { shardIdOf } from './shards.ts';
import type { StreamReference, Streams } from './streams.ts';

interface DescribeStreamInput extends StreamReference {
  readonly Limit?: number;
  readonly ExclusiveStartShardId?: string;
}

const shardsMaxDefault = 100;

/** The stream with its shards, a page at a time. */
export function describeStream(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      Limit: { type: 'integer', valueMin: 1, valueMax: 10_000 },
      ExclusiveStartShardId: shardId,
    },
    run: (input: DescribeStreamInput) => {
      const { Limit = shardsMaxDefault, ExclusiveStartShardId = '' } = input;
      const stream = streams.find(input);
      const isMade = stream.document.status !== 'CREATING';
      const shards = isMade ? stream.shards(streams.engine.clock.nowMs()) : [];
      const later = shards.filter(({ index }) => shardIdOf(index) > ExclusiveStartShardId);
      return {
        StreamDescription: {
          ...streamShape(stream),
          Shards: later.slice(0, Limit).map(shardShape),
          HasMoreShards: later.length > Limit,
        },
      };
    },
  };
}
