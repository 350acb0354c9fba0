/** Streams and shards as the wire shows them. */
import { hashKeyDecimal } from './hash-key.ts';
import { SequenceNumbers } from './sequence-number.ts';
import { childrenOf, shardIdOf, type Shard } from './shards.ts';
import type { Stream } from './stream.ts';

export function shardShape(shard: Shard): Record<string, unknown> {
  const sequenceNumbers = new SequenceNumbers(shard.index, shard.createdAtMs);
  return {
    ShardId: shardIdOf(shard.index),
    ...(shard.parentIndex !== undefined && { ParentShardId: shardIdOf(shard.parentIndex) }),
    ...(shard.adjacentParentIndex !== undefined && { AdjacentParentShardId: shardIdOf(shard.adjacentParentIndex) }),
    HashKeyRange: hashKeyRange(shard),
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumbers.of(0, shard.createdAtMs),
      ...(shard.closedAtMs !== undefined && { EndingSequenceNumber: sequenceNumbers.ending(shard.closedAtMs) }),
    },
  };
}

/** The children of a shard, as GetRecords gives them at the end of a closed one. */
export function childShapes(shards: readonly Shard[], index: number): Record<string, unknown>[] {
  return childrenOf(shards, index).map((child) => ({
    ShardId: shardIdOf(child.index),
    ParentShards: [child.parentIndex, child.adjacentParentIndex].flatMap((parent) =>
      parent === undefined ? [] : [shardIdOf(parent)],
    ),
    HashKeyRange: hashKeyRange(child),
  }));
}

/** What DescribeStream and DescribeStreamSummary both tell. */
export function streamShape({ arn, document }: Stream): Record<string, unknown> {
  return {
    StreamName: document.name,
    StreamARN: arn,
    StreamStatus: document.status,
    StreamModeDetails: { StreamMode: document.mode },
    RetentionPeriodHours: document.retentionHours,
    StreamCreationTimestamp: document.createdAtMs / 1000,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: document.keyId === undefined ? 'NONE' : 'KMS',
    ...(document.keyId !== undefined && { KeyId: document.keyId }),
  };
}

function hashKeyRange({ startHash, endHash }: Shard): Record<string, string> {
  return { StartingHashKey: hashKeyDecimal(startHash), EndingHashKey: hashKeyDecimal(endHash) };
}
