import { validationError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { limit, limitDefault, shardId, streamArn } from './parameters.ts';
import type { TableStreamDescription, TableStreamsDoor, TableStreamShard } from './table-streams-door.ts';

interface DescribeStreamInput {
  readonly StreamArn: string;
  readonly Limit?: number;
  readonly ExclusiveStartShardId?: string;
  readonly ShardFilter?: { readonly Type?: 'CHILD_SHARDS'; readonly ShardId?: string };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html */
export const describeStream = (streams: TableStreamsDoor): Operation => ({
  parameters: {
    StreamArn: streamArn,
    Limit: limit,
    ExclusiveStartShardId: shardId,
    ShardFilter: {
      type: 'structure',
      members: { Type: { type: 'string', enum: ['CHILD_SHARDS'] }, ShardId: shardId },
    },
  },
  run({ StreamArn, Limit = limitDefault, ExclusiveStartShardId, ShardFilter }: DescribeStreamInput) {
    const stream = streams.describe(StreamArn);
    const wanted = shardsAfter(filtered(stream.shards, ShardFilter), ExclusiveStartShardId);
    const page = wanted.slice(0, Limit);
    const last = wanted.length > page.length ? page.at(-1) : undefined;
    return {
      StreamDescription: {
        ...showStream(stream),
        Shards: page.map((shard) => showShard(streams, shard)),
        ...(last && { LastEvaluatedShardId: last.shardId }),
      },
    };
  },
});

function filtered(
  shards: readonly TableStreamShard[],
  filter: DescribeStreamInput['ShardFilter'],
): readonly TableStreamShard[] {
  if (!filter) return shards;
  // Unsure of AWS's words.
  if (!filter.ShardId) throw validationError('ShardId must be specified when ShardFilter Type is CHILD_SHARDS');
  return shards.filter(({ parentShardId }) => parentShardId === filter.ShardId);
}

/** Shards are listed in the order they were made, which is that of their ids. */
function shardsAfter(shards: readonly TableStreamShard[], start: string | undefined): readonly TableStreamShard[] {
  if (start === undefined) return shards;
  const at = shards.findIndex((shard) => shard.shardId === start);
  return at < 0 ? shards.filter((shard) => shard.shardId > start) : shards.slice(at + 1);
}

function showStream({ arn, label, tableName, viewType, key, createdMs, disabledMs }: TableStreamDescription): object {
  const hash = { AttributeName: key.partition, KeyType: 'HASH' };
  return {
    StreamArn: arn,
    StreamLabel: label,
    StreamStatus: disabledMs === undefined ? 'ENABLED' : 'DISABLED',
    StreamViewType: viewType,
    CreationRequestDateTime: createdMs / 1000,
    TableName: tableName,
    KeySchema: key.sort === undefined ? [hash] : [hash, { AttributeName: key.sort, KeyType: 'RANGE' }],
  };
}

function showShard(streams: TableStreamsDoor, shard: TableStreamShard): object {
  const { firstOrdinal, endOrdinal, parentShardId } = shard;
  return {
    ShardId: shard.shardId,
    SequenceNumberRange: {
      StartingSequenceNumber: streams.sequenceNumberOf(firstOrdinal),
      // A shard that was closed without a record ends where it begins.
      ...(endOrdinal !== undefined && {
        EndingSequenceNumber: streams.sequenceNumberOf(Math.max(firstOrdinal, endOrdinal)),
      }),
    },
    ...(parentShardId !== undefined && { ParentShardId: parentShardId }),
  };
}
