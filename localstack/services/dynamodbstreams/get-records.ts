import type { StreamRecord } from '../../engine/doors.ts';
import type { Engine, Operation } from '../../engine/service.ts';
import { trimmed } from './get-shard-iterator.ts';
import { readIterator, writeIterator } from './shard-iterator.ts';
import type { TableStreamsDoor } from './table-streams-door.ts';

interface GetRecordsInput {
  readonly ShardIterator: string;
  readonly Limit?: number;
}

/** "A maximum of 1 MB of data or 1,000 stream records, whichever comes first." */
const recordsMax = 1000;
const bytesMax = 1024 * 1024;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
export const getRecords = ({ clock }: Engine, streams: TableStreamsDoor): Operation => ({
  parameters: {
    ShardIterator: { type: 'string', required: true, lengthMin: 1, lengthMax: 2048 },
    Limit: { type: 'integer', valueMin: 1, valueMax: recordsMax },
  },
  run({ ShardIterator, Limit = recordsMax }: GetRecordsInput) {
    const nowMs = clock.nowMs();
    const { streamArn, shardId, position } = readIterator(ShardIterator, nowMs);
    if (streams.isTrimmed(streamArn, shardId, position)) throw trimmed();
    const page = streams.read(streamArn, shardId, position, { recordsMax: Limit, bytesMax });
    return {
      Records: page.records.map(showRecord),
      // "If this is null, the shard has been closed": there is nothing more to come.
      ...(!page.isEnded && {
        NextShardIterator: writeIterator({ streamArn, shardId, position: page.next, madeMs: nowMs }),
      }),
    };
  },
});

/** A function is told of the identity in lower case, the API's model has it in upper case. */
function showRecord({ data }: StreamRecord): object {
  const { userIdentity, ...record } = JSON.parse(data.toString('utf8')) as {
    readonly userIdentity?: { readonly principalId: string; readonly type: string };
  };
  if (!userIdentity) return record;
  const { principalId, type } = userIdentity;
  return { ...record, userIdentity: { PrincipalId: principalId, Type: type } };
}
