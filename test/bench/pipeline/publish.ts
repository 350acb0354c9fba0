/** Puts a history onto the log, and remembers where in each shard how many records end. */
import { plainSender } from '../load/senders.ts';

const recordsPerCall = 500;
const callsAtOnce = 4;

/** A record as it goes onto the log. */
export interface Recorded {
  readonly data: Buffer;
  readonly key: string;
}

/** What a publication put into each shard: sequence numbers of some records, and how many stand up to there. */
export class PublishedLog {
  readonly #shards = new Map<
    string,
    { readonly marks: { readonly at: bigint; readonly count: number }[]; count: number }
  >();

  /** Takes one call's answer. */
  note(records: readonly { readonly SequenceNumber: string; readonly ShardId: string }[]): void {
    const last = new Map<string, bigint>();
    for (const { SequenceNumber, ShardId } of records) {
      const shard = this.#shards.get(ShardId) ?? { marks: [], count: 0 };
      this.#shards.set(ShardId, shard);
      shard.count += 1;
      const at = BigInt(SequenceNumber);
      if (at > (last.get(ShardId) ?? 0n)) last.set(ShardId, at);
    }
    for (const [shardId, at] of last) {
      const shard = this.#shards.get(shardId);
      shard?.marks.push({ at, count: shard.count });
    }
  }

  get shardIds(): string[] {
    return [...this.#shards.keys()];
  }

  get count(): number {
    return [...this.#shards.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** About how many of a shard's records a reader has behind it that stands after `sequenceNumber`; at the end exactly. */
  behind(shardId: string, sequenceNumber: bigint): number {
    const shard = this.#shards.get(shardId);
    if (!shard) return 0;
    if (shard.marks.every(({ at }) => at <= sequenceNumber)) return shard.count;
    return shard.marks.findLast(({ at }) => at <= sequenceNumber)?.count ?? 0;
  }
}

/** Publishes records in order. `recordAt` gives the record of a position in the order of arrival. */
export async function publish(
  url: string,
  streamName: string,
  count: number,
  recordAt: (position: number) => Recorded,
): Promise<PublishedLog> {
  const { send } = plainSender('kinesis', url);
  const log = new PublishedLog();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const first = next;
      next = Math.min(count, next + recordsPerCall);
      const Records = Array.from({ length: next - first }, (_, offset) => {
        const { data, key } = recordAt(first + offset);
        return { Data: data.toString('base64'), PartitionKey: key };
      });
      const answer = await send({ operation: 'PutRecords', input: { StreamName: streamName, Records } });
      if (answer['FailedRecordCount'] !== 0)
        throw new Error(`${String(answer['FailedRecordCount'])} records were refused`);
      log.note(answer['Records'] as { SequenceNumber: string; ShardId: string }[]);
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce }, lane));
  return log;
}
