import type { LogRecord } from './log/record-frame.ts';
/** Reading a shard: where a position lies, and what is there. Shared by GetRecords and the in-process door. */
import type { ReadLimits } from './log/shard-log.ts';
import { parseSequenceNumber } from './sequence-number.ts';
import { isOpen } from './shards.ts';
import type { OpenedShard, Stream } from './stream.ts';

export interface ShardPage {
  readonly records: readonly LogRecord[];
  /** Ordinal to read on from. */
  readonly next: number;
  /** True when the shard is closed and nothing is left. */
  readonly isEnded: boolean;
  /** Age of the last record given, while there are more behind it; 0 at the tip. */
  readonly millisBehindLatest: number;
}

export function readShard(
  stream: Stream,
  shard: OpenedShard,
  from: number,
  limits: ReadLimits,
  nowMs: number,
): ShardPage {
  const { records, next } = stream.read(shard, from, limits, nowMs);
  const isAtTip = next >= shard.log.nextOrdinal;
  const last = records.at(-1);
  return {
    records,
    next,
    isEnded: isAtTip && !isOpen(shard.shard),
    millisBehindLatest: isAtTip || !last ? 0 : Math.max(0, nowMs - last.arrivalMs),
  };
}

/** Ordinal at which a record of that sequence number is; undefined when the text is none of this shard's. */
export function ordinalIn({ shard }: OpenedShard, sequenceNumber: string): number | undefined {
  const parts = parseSequenceNumber(sequenceNumber);
  const isOfShard =
    parts?.shardIndex === shard.index && parts.shardCreatedSeconds === Math.floor(shard.createdAtMs / 1000);
  return isOfShard ? parts.ordinal : undefined;
}
