import { AwsError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { shardShape } from './describe.ts';
import { invalidArgument } from './errors.ts';
import { nextToken, shardId, streamReference, timestampMs } from './parameters.ts';
import { seal, tokenAgeMsMax, unseal } from './shard-iterator.ts';
import { isOpen, shardIdOf, wasOpenAt, type Shard } from './shards.ts';
import type { Stream } from './stream.ts';
import type { StreamReference, Streams } from './streams.ts';

type FilterType =
  | 'AFTER_SHARD_ID'
  | 'AT_TRIM_HORIZON'
  | 'FROM_TRIM_HORIZON'
  | 'AT_LATEST'
  | 'AT_TIMESTAMP'
  | 'FROM_TIMESTAMP';

interface ShardFilter {
  readonly Type: FilterType;
  readonly ShardId?: string;
  /** Epoch seconds. */
  readonly Timestamp?: number;
}

interface ListShardsInput extends StreamReference {
  readonly NextToken?: string;
  readonly ExclusiveStartShardId?: string;
  readonly MaxResults?: number;
  readonly StreamCreationTimestamp?: number;
  readonly ShardFilter?: ShardFilter;
}

/** Where a listing goes on. */
interface Listing {
  readonly streamName: string;
  readonly filter: ShardFilter | undefined;
  readonly afterShardId: string;
}

const shardsMaxDefault = 1000;
const filterTypes: readonly FilterType[] = [
  'AFTER_SHARD_ID',
  'AT_TRIM_HORIZON',
  'FROM_TRIM_HORIZON',
  'AT_LATEST',
  'AT_TIMESTAMP',
  'FROM_TIMESTAMP',
];

/** Shards in the order of their ids, a page at a time, all or those that a filter chooses. */
export function listShards(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      NextToken: nextToken,
      ExclusiveStartShardId: shardId,
      MaxResults: { type: 'integer', valueMin: 1, valueMax: 10_000 },
      // AWS tells streams of one name apart by it; ours are told apart by their ids.
      StreamCreationTimestamp: { type: 'timestamp' },
      ShardFilter: {
        type: 'structure',
        members: {
          Type: { type: 'string', required: true, enum: filterTypes },
          ShardId: shardId,
          Timestamp: { type: 'timestamp' },
        },
      },
    },
    run: (input: ListShardsInput) => {
      const nowMs = streams.engine.clock.nowMs();
      const listing = listingOf(input, streams, nowMs);
      const stream = streams.usable({ StreamName: listing.streamName });
      const chosen = choose(stream, listing.filter, nowMs).filter(
        ({ index }) => shardIdOf(index) > listing.afterShardId,
      );
      const page = chosen.slice(0, input.MaxResults ?? shardsMaxDefault);
      const last = page.at(-1);
      const hasMore = last !== undefined && chosen.length > page.length;
      return {
        Shards: page.map(shardShape),
        ...(hasMore && { NextToken: encode({ ...listing, afterShardId: shardIdOf(last.index) }, nowMs) }),
      };
    },
  };
}

function listingOf(input: ListShardsInput, streams: Streams, nowMs: number): Listing {
  const isNamed = input.StreamName !== undefined || input.StreamARN !== undefined;
  if (input.NextToken === undefined) {
    if (!isNamed) throw invalidArgument('Either NextToken or StreamName should be provided.');
    const afterShardId = input.ExclusiveStartShardId ?? '';
    return { streamName: streams.find(input).name, filter: input.ShardFilter, afterShardId };
  }
  if (isNamed) throw invalidArgument('NextToken and StreamName cannot be provided together.');
  return decode(input.NextToken, nowMs);
}

function choose(stream: Stream, filter: ShardFilter | undefined, nowMs: number): Shard[] {
  const shards = stream.shards(nowMs);
  const horizonMs = Math.max(stream.document.createdAtMs, stream.horizonMs(nowMs));
  const atMs = Math.max(horizonMs, timestampMs(filter?.Timestamp ?? 0));
  // Unsure of the words of the two refusals.
  if (filter?.Type.endsWith('TIMESTAMP') && filter.Timestamp === undefined) {
    throw invalidArgument(`ShardFilter of type ${filter.Type} must have a Timestamp.`);
  }
  switch (filter?.Type) {
    case 'AFTER_SHARD_ID': {
      const { ShardId } = filter;
      if (ShardId === undefined) throw invalidArgument('ShardFilter of type AFTER_SHARD_ID must have a ShardId.');
      return shards.filter(({ index }) => shardIdOf(index) > ShardId);
    }
    case 'AT_LATEST':
      return shards.filter(isOpen);
    case 'AT_TRIM_HORIZON':
    case 'AT_TIMESTAMP':
      return shards.filter((shard) => wasOpenAt(shard, atMs));
    case 'FROM_TIMESTAMP':
      return shards.filter(({ closedAtMs }) => closedAtMs === undefined || closedAtMs >= atMs);
    case 'FROM_TRIM_HORIZON':
    case undefined:
      return shards;
  }
}

function encode({ streamName, filter, afterShardId }: Listing, nowMs: number): string {
  const { Type = '', ShardId = '', Timestamp = '' } = filter ?? {};
  return seal(['shards', nowMs, streamName, afterShardId, Type, ShardId, Timestamp]);
}

function decode(token: string, nowMs: number): Listing {
  const [kind, madeAt, streamName, afterShardId, type, filterShardId, timestamp] = unseal(token) ?? [];
  if (kind !== 'shards' || streamName === undefined || afterShardId === undefined) {
    throw invalidArgument('NextToken is invalid.'); // Unsure of the words.
  }
  if (nowMs - Number(madeAt) > tokenAgeMsMax) throw new AwsError('ExpiredNextTokenException', 'NextToken has expired.');
  const Type = filterTypes.find((each) => each === type);
  const filter = Type && {
    Type,
    ...(filterShardId && { ShardId: filterShardId }),
    ...(timestamp && { Timestamp: Number(timestamp) }),
  };
  return { streamName, afterShardId, filter };
}
