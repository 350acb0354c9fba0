import { AwsError, validationError } from '../../engine/aws-error.ts';
import type { StartPosition } from '../../engine/doors.ts';
import type { Engine, Operation } from '../../engine/service.ts';
import { shardId, streamArn } from './parameters.ts';
import { writeIterator } from './shard-iterator.ts';
import type { TableStreamsDoor } from './table-streams-door.ts';

interface GetShardIteratorInput {
  readonly StreamArn: string;
  readonly ShardId: string;
  readonly ShardIteratorType: 'TRIM_HORIZON' | 'LATEST' | 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER';
  readonly SequenceNumber?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
export const getShardIterator = ({ clock }: Engine, streams: TableStreamsDoor): Operation => ({
  parameters: {
    StreamArn: streamArn,
    ShardId: { ...shardId, required: true },
    ShardIteratorType: {
      type: 'string',
      required: true,
      enum: ['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'],
    },
    SequenceNumber: { type: 'string', lengthMin: 21, lengthMax: 40 },
  },
  run(input: GetShardIteratorInput) {
    const { StreamArn, ShardId } = input;
    // LATEST is fixed now, so that nothing that comes before the first GetRecords is missed.
    const position = streams.resolve(StreamArn, ShardId, startOf(input));
    if (streams.isTrimmed(StreamArn, ShardId, position)) throw trimmed();
    return {
      ShardIterator: writeIterator({ streamArn: StreamArn, shardId: ShardId, position, madeMs: clock.nowMs() }),
    };
  },
});

export function trimmed(): AwsError {
  // Unsure of AWS's words.
  return new AwsError('TrimmedDataAccessException', 'The requested data has been trimmed from the stream.');
}

function startOf({ ShardIteratorType: kind, SequenceNumber }: GetShardIteratorInput): StartPosition {
  if (kind === 'TRIM_HORIZON' || kind === 'LATEST') return { kind };
  if (SequenceNumber === undefined) {
    throw validationError(`SequenceNumber must be specified when ShardIteratorType is ${kind}`);
  }
  return { kind, sequenceNumber: SequenceNumber };
}
