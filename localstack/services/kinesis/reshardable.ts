/** What SplitShard, MergeShards and UpdateShardCount check before they change the shards. */
import { shardLimitExceeded, shardNotFound, wrongMode } from './errors.ts';
import { shardIdOf, shardIndexOf, type Shard } from './shards.ts';
import type { Stream } from './stream.ts';
import type { StreamReference, Streams } from './streams.ts';

/** An ACTIVE stream in provisioned mode: in on-demand mode AWS alone changes the shards. */
export function reshardable(streams: Streams, reference: StreamReference, operation: string): Stream {
  const stream = streams.active(reference);
  if (stream.document.mode === 'ON_DEMAND') throw wrongMode(operation, stream.name, streams.engine.accountId);
  return stream;
}

/** The shard of that id, open or closed. Throws AWS's answer when there is none. */
export function shardOf(stream: Stream, shardId: string, accountId: string): Shard {
  const index = shardIndexOf(shardId);
  const shard = stream.document.shards.find((each) => each.index === index);
  if (!shard) throw shardNotFound(index === undefined ? shardId : shardIdOf(index), stream.name, accountId);
  return shard;
}

/** Throws when `additionalCount` more open shards are more than the account may have. */
export function checkShardLimit(streams: Streams, additionalCount: number): void {
  const { accountId, region } = streams.engine;
  const limit = streams.options.shardsMax;
  const openCount = streams.openShardCount();
  if (openCount + additionalCount <= limit) return;
  throw shardLimitExceeded({ accountId, region, openCount, limit }, additionalCount);
}
