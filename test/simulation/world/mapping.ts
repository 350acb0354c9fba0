import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';

import type { FunctionPool, Outcome } from '../engine/function-pool.ts';
import type { Run } from '../engine/run.ts';
import type { EventLog, LogEntry, LogShard } from './event-log.ts';

/** A consumer of the log, and who watches what it acknowledges. */
export type LogConsumer = {
  readonly name: string;
  readonly pool: FunctionPool<KinesisStreamEvent, KinesisStreamBatchResponse>;
  /** Called for every record that the mapping will not deliver again. */
  readonly acknowledged: (entry: LogEntry) => void;
  /** Called for each batch that the function got and answered, or failed. */
  readonly delivered: (batch: readonly LogEntry[]) => void;
  /** Batches that were given up: what an on-failure message says is where they stood, not what was in them. */
  readonly givenUp: GivenUp[];
};

export type GivenUp = { readonly shardId: string; readonly from: number; readonly to: number };

/** One of the lanes in which a shard is read: batches in order, one at a time. */
type Lane = {
  readonly shard: LogShard;
  readonly index: number;
  /** Index in the shard of the first record that has not been dealt with. */
  position: number;
  isBusy: boolean;
  isScheduled: boolean;
  attempts: number;
  /** How many records the next batch may have, after a bisect. */
  sizeMax: number;
};

type Batch = { readonly entries: readonly LogEntry[]; readonly positions: readonly number[] };

/** Which lane a key belongs to: always the same one, so that its records stay in order. */
const laneOf = (partitionKey: string, lanes: number): number =>
  (partitionKey.charCodeAt(partitionKey.length - 1) + partitionKey.length) % lanes;

/**
 * An event source mapping, as Lambda's documentation tells it: batches of each shard in order, the child after its
 * parents; whatever fails comes again from the lowest sequence number that was reported; a batch that fails as a whole is
 * cut in half or comes again; when that has happened often enough it is given up, and the shard goes on.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 */
export class Mapping {
  isStopped = false;
  isPaused = false;
  readonly #run: Run;
  readonly #log: EventLog;
  readonly #consumer: LogConsumer;
  readonly #startsAtMs: number;
  readonly #lanes = new Map<string, Lane[]>();
  readonly #laneCount: number;
  readonly #batchSize: number;
  readonly #windowMs: number;
  readonly #retriesMax: number;

  constructor(run: Run, log: EventLog, consumer: LogConsumer, startsAtMs: number) {
    const { chance } = run;
    this.#run = run;
    this.#log = log;
    this.#consumer = consumer;
    this.#startsAtMs = startsAtMs;
    this.#laneCount = run.faults.strikes('lanes-parallel', 1) ? chance.between(2, 4) : 1;
    this.#batchSize = chance.pick([1, 3, 8, 100]);
    this.#windowMs = chance.pick([0, 100, 5_000, 60_000]);
    this.#retriesMax = run.has('retries-exhausted') ? chance.below(3) : Infinity;
    log.readers.push(this);
    log.wakeAll();
  }

  /** Starts or goes on reading a shard, if there is anything to read. */
  wake(shard: LogShard): void {
    if (this.isStopped || this.isPaused || !this.#mayRead(shard)) return;
    for (const lane of this.#lanesOf(shard)) this.#schedule(lane, this.#windowMs);
  }

  stop(): void {
    this.isStopped = true;
    this.#log.readers.splice(this.#log.readers.indexOf(this), 1);
  }

  resume(): void {
    this.isPaused = false;
    this.#log.wakeAll();
  }

  /** Where the reading of each shard stands at least: when its oldest undelivered record arrived. */
  get behindSinceMs(): number {
    let sinceMs = this.#run.timeline.nowMs;
    for (const shard of this.#log.stream.shards) {
      const position = Math.min(...this.#lanesOf(shard).map((lane) => lane.position));
      const entry = shard.records[position];
      if (entry) sinceMs = Math.min(sinceMs, entry.arrivedAtMs);
    }
    return sinceMs;
  }

  /** Whether everything that the log holds has been dealt with. */
  get isAtTip(): boolean {
    return this.#log.stream.shards.every((shard) => this.#isThrough(shard));
  }

  #mayRead(shard: LogShard): boolean {
    if (this.#run.has('child-first')) {
      if (shard.parentIds.length > 0) this.#run.faults.count('child-first');
      return true;
    }
    return shard.parentIds.every((id) => this.#isThrough(this.#log.stream.shard(id)));
  }

  #isThrough(shard: LogShard): boolean {
    return this.#lanesOf(shard).every((lane) => !lane.isBusy && lane.position >= shard.records.length);
  }

  #lanesOf(shard: LogShard): Lane[] {
    const known = this.#lanes.get(shard.id);
    if (known) return known;
    const first = shard.records.findIndex(({ arrivedAtMs }) => arrivedAtMs >= this.#startsAtMs);
    const position = first < 0 ? shard.records.length : first;
    const lanes = Array.from({ length: this.#laneCount }, (_, index) => {
      return { shard, index, position, isBusy: false, isScheduled: false, attempts: 0, sizeMax: Infinity };
    });
    this.#lanes.set(shard.id, lanes);
    return lanes;
  }

  #schedule(lane: Lane, delayMs: number): void {
    if (lane.isBusy || lane.isScheduled || lane.position >= lane.shard.records.length) return;
    lane.isScheduled = true;
    const isFull = lane.shard.records.length - lane.position >= this.#batchSize;
    this.#run.timeline.after(isFull && lane.attempts === 0 ? 0 : delayMs, () => {
      lane.isScheduled = false;
      if (!lane.isBusy && !this.isStopped && !this.isPaused) this.#deliver(lane);
    });
  }

  #takeBatch(lane: Lane): Batch {
    const { chance, faults } = this.#run;
    const sizeWanted = faults.strikes('batch-recut', 0.5) ? chance.between(1, this.#batchSize) : this.#batchSize;
    const size = Math.max(1, Math.min(sizeWanted, lane.sizeMax));
    const entries: LogEntry[] = [];
    const positions: number[] = [];
    const { records } = lane.shard;
    for (let position = lane.position; position < records.length && entries.length < size; position += 1) {
      const entry = records[position] as LogEntry;
      if (laneOf(entry.partitionKey, this.#laneCount) !== lane.index || this.#log.hasForgotten(entry)) continue;
      entries.push(entry);
      positions.push(position);
    }
    return { entries, positions };
  }

  #deliver(lane: Lane): void {
    const batch = this.#takeBatch(lane);
    if (batch.entries.length === 0) {
      lane.position = lane.shard.records.length;
      this.#goOn(lane, 0);
      return;
    }
    lane.isBusy = true;
    this.#consumer.delivered(batch.entries);
    if (this.#run.trace)
      this.#run.note(
        `${this.#consumer.name} gets ${batch.entries.length} of ${lane.shard.id} from ${batch.positions[0]}, lane ${lane.index}`,
      );
    this.#consumer.pool.invoke({ Records: batch.entries.map(({ delivered }) => delivered) }, (outcome) => {
      lane.isBusy = false;
      this.#settle(lane, batch, outcome);
    });
  }

  #settle(lane: Lane, batch: Batch, outcome: Outcome<KinesisStreamBatchResponse>): void {
    const failedAt = outcome.type === 'Answered' ? this.#firstFailure(batch, outcome.answer) : 0;
    if (outcome.type === 'Answered' && this.#run.faults.strikes('batch-repeated', 0.1)) {
      // The answer came, the checkpoint did not: all of it is delivered again.
      this.#goOn(lane, 1_000);
      return;
    }
    if (failedAt === undefined) {
      this.#pass(lane, batch, batch.entries.length);
      lane.sizeMax = Infinity;
      this.#goOn(lane, this.#windowMs);
      return;
    }
    if (failedAt > 0) this.#pass(lane, batch, failedAt);
    lane.attempts += 1;
    if (lane.attempts > this.#retriesMax && !this.#run.faults.isCalm) {
      this.#giveUp(lane, batch, failedAt);
      return;
    }
    if (batch.entries.length - failedAt > 1 && this.#run.faults.strikes('batch-bisected', 1))
      lane.sizeMax = Math.ceil((batch.entries.length - failedAt) / 2);
    this.#goOn(lane, Math.min(60_000, 1_000 * 2 ** Math.min(lane.attempts, 6)));
  }

  /** Where in the batch the answer says that delivery begins again; undefined when all is well. */
  #firstFailure(batch: Batch, { batchItemFailures }: KinesisStreamBatchResponse): number | undefined {
    if (batchItemFailures.length === 0) return undefined;
    let first = batch.entries.length;
    for (const { itemIdentifier } of batchItemFailures) {
      const index = batch.entries.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier);
      if (index < 0) this.#run.violate('answers name their records', `${itemIdentifier} is not in the batch`);
      first = Math.min(first, index);
    }
    return first;
  }

  /** The first `count` records of a batch are through. */
  #pass(lane: Lane, batch: Batch, count: number): void {
    const last = batch.positions[count - 1];
    if (last === undefined) return;
    lane.position = last + 1;
    lane.attempts = 0;
    for (const entry of batch.entries.slice(0, count)) this.#consumer.acknowledged(entry);
  }

  #giveUp(lane: Lane, batch: Batch, failedAt: number): void {
    const [from, to] = [batch.positions[failedAt], batch.positions.at(-1)];
    if (from === undefined || to === undefined) return;
    this.#run.faults.count('retries-exhausted');
    this.#run.note(`${this.#consumer.name} gives up ${lane.shard.id} from ${from} to ${to}`);
    this.#consumer.givenUp.push({ shardId: lane.shard.id, from, to });
    lane.position = to + 1;
    lane.attempts = 0;
    lane.sizeMax = Infinity;
    this.#goOn(lane, 0);
  }

  #goOn(lane: Lane, delayMs: number): void {
    if (lane.position < lane.shard.records.length) this.#schedule(lane, delayMs);
    else if (lane.shard.isClosed) this.#log.wakeAll();
  }
}
