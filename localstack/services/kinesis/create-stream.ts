import { validationError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { maxRecordSizeInKiB, streamModeDetails, streamName, tagMap } from './parameters.ts';
import { checkShardLimit } from './reshardable.ts';
import { uniformShards } from './shards.ts';
import type { StreamMode } from './stream.ts';
import type { Streams } from './streams.ts';
import { withTags, type Tags } from './tags.ts';

interface CreateStreamInput {
  readonly StreamName: string;
  readonly ShardCount?: number;
  readonly StreamModeDetails?: { readonly StreamMode: StreamMode };
  readonly Tags?: Tags;
  readonly MaxRecordSizeInKiB?: number;
}

/** https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html#ondemandmode */
const onDemandShardCount = 4;
const retentionHoursDefault = 24;
const maxRecordKiBDefault = 1024;

/** Makes a stream of shards with equal ranges. It is ACTIVE after the service's status delay. */
export function createStream(streams: Streams): Operation {
  return {
    parameters: {
      StreamName: { ...streamName, required: true },
      ShardCount: { type: 'integer', valueMin: 1, valueMax: 100_000 },
      StreamModeDetails: streamModeDetails,
      Tags: tagMap,
      MaxRecordSizeInKiB: maxRecordSizeInKiB,
    },
    run: (input: CreateStreamInput) => {
      const { accountId, clock } = streams.engine;
      const mode = input.StreamModeDetails?.StreamMode ?? 'PROVISIONED';
      const count = shardCountOf(mode, input.ShardCount);
      checkShardLimit(streams, count);

      streams.create({
        name: input.StreamName,
        createdAtMs: clock.nowMs(),
        mode,
        retentionHours: retentionHoursDefault,
        maxRecordKiB: input.MaxRecordSizeInKiB ?? maxRecordKiBDefault,
        tags: withTags(input.StreamName, accountId, {}, input.Tags ?? {}),
        shards: uniformShards(count, clock.nowMs()),
      });
      return {};
    },
  };
}

function shardCountOf(mode: StreamMode, asked: number | undefined): number {
  if (mode === 'ON_DEMAND') {
    // Unsure of both sentences.
    if (asked !== undefined) throw validationError('ShardCount must not be given when StreamMode is ON_DEMAND.');
    return onDemandShardCount;
  }
  if (asked === undefined) throw validationError('ShardCount must be given when StreamMode is PROVISIONED.');
  return asked;
}
