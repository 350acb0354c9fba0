import type { Operation } from '../../engine/service.ts';
import { limitExceeded } from './errors.ts';
import { streamReference } from './parameters.ts';
import { checkShardLimit, reshardable } from './reshardable.ts';
import { scale } from './shards.ts';
import type { StreamReference, Streams } from './streams.ts';

interface UpdateShardCountInput extends StreamReference {
  readonly TargetShardCount: number;
}

/** Scales to shards of equal ranges, at most to double and at least to half their number. */
export function updateShardCount(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      TargetShardCount: { type: 'integer', required: true, valueMin: 1 },
      ScalingType: { type: 'string', required: true, enum: ['UNIFORM_SCALING'] },
    },
    run: (input: UpdateShardCountInput) => {
      const { TargetShardCount: target } = input;
      const stream = reshardable(streams, input, 'UpdateShardCount');
      const current = stream.openCount();
      checkScaling(current, target);
      checkShardLimit(streams, target - current);
      const { shards } = stream.document;
      if (target !== current) streams.reshard(stream, { shards: scale(shards, target, streams.engine.clock.nowMs()) });
      return { StreamName: stream.name, StreamARN: stream.arn, CurrentShardCount: current, TargetShardCount: target };
    },
  };
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html */
function checkScaling(current: number, target: number): void {
  const counts = `Current open shard count: ${current} Target shard count: ${target}`;
  if (target > current * 2) {
    throw limitExceeded(`UpdateShardCount cannot scale up over double your current open shard count. ${counts}`);
  }
  if (target < current / 2) {
    // Unsure of the words, which mirror the sentence above.
    throw limitExceeded(`UpdateShardCount cannot scale down below half your current open shard count. ${counts}`);
  }
}
