import type { Operation } from '../../engine/service.ts';
import type { Streams } from './streams.ts';

/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html; told, not enforced. */
const onDemandStreamsMax = 50;

/** How many shards there are and may be. */
export function describeLimits(streams: Streams): Operation {
  return {
    parameters: {},
    run: () => ({
      ShardLimit: streams.options.shardsMax,
      OpenShardCount: streams.openShardCount(),
      OnDemandStreamCount: streams.all().filter(({ document }) => document.mode === 'ON_DEMAND').length,
      OnDemandStreamCountLimit: onDemandStreamsMax,
    }),
  };
}
