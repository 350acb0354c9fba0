import type { KinesisStreamRecord } from 'aws-lambda';

import type { Run } from '../engine/run.ts';
import { dayMs } from '../engine/truth.ts';
import type { Variant } from '../engine/truth.ts';
import { hashKeyMax, StreamStore } from '../stores/stream-store.ts';
import type { Shard, StreamRecord } from '../stores/stream-store.ts';

/** A record of the event log, and what is known of it. */
export type LogEntry = StreamRecord & {
  readonly dataBase64: string;
  readonly delivered: KinesisStreamRecord;
  /** The listen that it holds; absent when it holds none. */
  readonly variant: Variant | undefined;
};

export type LogShard = Shard<LogEntry>;

/** `lib/config.ts`: how long the log keeps a record. */
const retentionMs = 7 * dayMs;

/** Spreads partition keys over the hash keys of the store. */
function hashKeyOf(partitionKey: string): number {
  let hash = 17;
  for (let index = 0; index < partitionKey.length; index += 1)
    hash = (Math.imul(hash, 31) + partitionKey.charCodeAt(index) * 2_654_435) >>> 0;
  return (hash ^ (hash >>> 15)) & hashKeyMax;
}

/** The event log: whatever it accepts is noted as true, and everybody who reads it is told. */
export class EventLog {
  readonly stream: StreamStore<LogEntry>;
  readonly readers: { wake(shard: LogShard): void }[] = [];
  readonly #run: Run;
  #put = 0;

  constructor(run: Run) {
    this.#run = run;
    this.stream = new StreamStore<LogEntry>(run.chance.between(1, 2), hashKeyOf);
  }

  put(partitionKey: string, data: Uint8Array, isListen: boolean): void {
    const { truth } = this.#run;
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const variant = isListen ? truth.accept(bytes.toString('utf8')) : undefined;
    this.#append(partitionKey, bytes, bytes.toString('base64'), variant);
    if (this.#run.trace)
      this.#run.note(`log took ${variant?.publication.eventId.slice(0, 8) ?? 'no listen'} of ${partitionKey}`);
  }

  /** Accepts a record again, as a producer's retry does: the same bytes under another sequence number. */
  repeat(entry: LogEntry): void {
    this.#append(entry.partitionKey, entry.data, entry.dataBase64, entry.variant);
  }

  hasForgotten(entry: LogEntry): boolean {
    return entry.arrivedAtMs <= this.#run.timeline.nowMs - retentionMs;
  }

  wakeAll(): void {
    for (const shard of this.stream.shards) this.#wake(shard);
  }

  split(): void {
    const { chance } = this.#run;
    const shard = chance.pick(this.stream.openShards);
    const [low, high] = shard.range;
    if (high - low < 2) return;
    this.stream.split(shard, chance.between(low + 1, high));
    this.#run.note(`log split ${shard.id}`);
    this.wakeAll();
  }

  merge(): void {
    const open = this.stream.openShards.sort((left, right) => left.range[0] - right.range[0]);
    if (open.length < 2) return;
    const index = this.#run.chance.below(open.length - 1);
    this.stream.merge(open[index] as LogShard, open[index + 1] as LogShard);
    this.#run.note(`log merged ${open[index]?.id} and ${open[index + 1]?.id}`);
    this.wakeAll();
  }

  /** Every record that the log still holds. */
  entries(): LogEntry[] {
    return this.stream.shards.flatMap(({ records }) => records.filter((entry) => !this.hasForgotten(entry)));
  }

  #append(partitionKey: string, data: Uint8Array, dataBase64: string, variant: Variant | undefined): void {
    const shard = this.stream.shardFor(partitionKey);
    const sequenceNumber = this.#nextSequenceNumber();
    const arrivedAtMs = this.#run.timeline.nowMs;
    const delivered = {
      eventID: `${shard.id}:${sequenceNumber}`,
      kinesis: { data: dataBase64, partitionKey, sequenceNumber },
    } as KinesisStreamRecord;
    shard.records.push({ sequenceNumber, partitionKey, data, dataBase64, arrivedAtMs, delivered, variant });
    this.#wake(shard);
  }

  /** 56 digits, as AWS's are; or of a length that changes, which nothing forbids. */
  #nextSequenceNumber(): string {
    this.#put += 1;
    if (!this.#run.has('sequence-uneven')) return `495903381${String(this.#put).padStart(47, '0')}`;
    if (this.#put === 1) this.#run.faults.count('sequence-uneven');
    return String(this.#put + 4);
  }

  #wake(shard: LogShard): void {
    for (const reader of this.readers) reader.wake(shard);
  }
}
