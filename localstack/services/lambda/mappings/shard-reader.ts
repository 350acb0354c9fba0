/**
 * Reads one shard for one mapping: deals its records to lanes, and moves the checkpoint over everything that is done,
 * in the shard's order, never past a record that is not.
 */
import type { Clock, Timer } from '../../../engine/clock.ts';
import type { InvokeAnswer, StartPosition, StreamDoor, StreamPage, StreamRecord } from '../../../engine/doors.ts';
import { requestBytesMax } from '../limits.ts';
import type { Attempt } from './batch-attempt.ts';
import type { DiscardReason } from './batch-failure.ts';
import type { Checkpoint } from './checkpoints.ts';
import { ShardLane } from './shard-lane.ts';
import type { LaneHost, StreamSettings } from './stream-settings.ts';
import type { WindowContext, WindowState } from './tumbling-window.ts';

/** A record that was read and is not yet behind the checkpoint. */
export interface HeldRecord {
  readonly record: StreamRecord;
  /** What it takes of an event. */
  readonly sizeBytes: number;
  isDone: boolean;
  /** The last sequence number that needs nothing more once this record is done: its own, or a filtered one's after it. */
  through: string;
}

export interface ShardReaderHost {
  readonly clock: Clock;
  readonly streams: StreamDoor;
  readonly streamArn: string;
  readonly settings: StreamSettings;
  sizeOf(record: StreamRecord): number;
  invoke(shardId: string, records: readonly StreamRecord[], window?: WindowContext): Promise<InvokeAnswer>;
  saveCheckpoint(shardId: string, checkpoint: Checkpoint): void;
  report(shardId: string, attempt: Attempt<StreamRecord>, reason: DiscardReason, answer?: InvokeAnswer): void;
  noteFault(fault: unknown): void;
  /** The shard has been read and worked to its end. */
  onEnded(shardId: string): void;
}

/** How long after a failed read (a stream that was deleted) the next is tried, if nothing wakes the mapping before. */
const readRetryMs = 10_000;

export class ShardReader {
  readonly shardId: string;
  readonly #host: ShardReaderHost;
  readonly #lanes: readonly ShardLane[];
  /** Where to read on. */
  #position: StartPosition;
  #saved: StartPosition;
  #held: HeldRecord[] = [];
  #heldBytes = 0;
  #hasReadAll = false;
  #isAtTip = false;
  #savedWindow: WindowState | undefined;
  #isStopped = false;
  #nextFill: Timer | undefined;

  constructor(
    shardId: string,
    { position: from, window }: Pick<Checkpoint, 'position' | 'window'>,
    host: ShardReaderHost,
  ) {
    this.shardId = shardId;
    this.#host = host;
    this.#position = from;
    this.#saved = from;
    this.#savedWindow = window;
    const laneHost = this.#laneHost();
    this.#lanes = Array.from({ length: host.settings.parallelizationFactor }, () => new ShardLane(laneHost, window));
  }

  /** Reads what there is and there is room for. Called whenever either may have changed. */
  fill(): void {
    if (this.#isStopped) return;
    this.#nextFill?.cancel();
    this.#nextFill = undefined;
    try {
      this.#readPages();
    } catch (fault) {
      this.#host.noteFault(fault);
      this.#nextFill = this.#host.clock.after(readRetryMs, () => this.fill());
    }
    for (const lane of this.#lanes) lane.pump();
    this.#saveCheckpoint();
  }

  /** Ends reading; resolves when the invocations under way have ended and are checkpointed as far as they succeeded. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#nextFill?.cancel();
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
  }

  #readPages(): void {
    const { streams, streamArn } = this.#host;
    while (!this.#hasReadAll && !this.#isFull()) {
      const recordsMax = this.#heldMax() - this.#held.length;
      const page = streams.read(streamArn, this.shardId, this.#position, { recordsMax, bytesMax: requestBytesMax });
      const kept = this.#take(page);
      // An empty page names its place anew each time; the old name will do, and needs no new checkpoint.
      if (page.records.length > 0 || page.isEnded) this.#position = page.next;
      this.#hasReadAll = page.isEnded;
      this.#isAtTip = page.isEnded || page.records.length === 0;
      if (page.records.length === 0) return;
      if (kept === 0) {
        // A long run of filtered records must not keep everybody else waiting.
        this.#nextFill = this.#host.clock.after(0, () => this.fill());
        return;
      }
    }
  }

  #take({ records }: StreamPage): number {
    const { settings } = this.#host;
    let kept = 0;
    for (const record of records) {
      const last = this.#held.at(-1);
      if (settings.filter && !settings.filter(record.data, recordMetadata(record))) {
        if (last) last.through = record.sequenceNumber;
        continue;
      }
      const sizeBytes = this.#host.sizeOf(record);
      const held: HeldRecord = { record, sizeBytes, isDone: false, through: record.sequenceNumber };
      this.#held.push(held);
      this.#heldBytes += sizeBytes;
      this.#laneOf(record.partitionKey).push(held);
      kept += 1;
    }
    return kept;
  }

  #laneOf(partitionKey: string): ShardLane {
    const index = this.#lanes.length === 1 ? 0 : hashOf(partitionKey) % this.#lanes.length;
    const lane = this.#lanes[index];
    if (!lane) throw new Error(`shard ${this.shardId} has no lane ${index}`);
    return lane;
  }

  #heldMax(): number {
    return this.#host.settings.batchSize * this.#lanes.length;
  }

  #isFull(): boolean {
    return this.#held.length >= this.#heldMax() || this.#heldBytes >= requestBytesMax * this.#lanes.length;
  }

  #laneHost(): LaneHost {
    const host = this.#host;
    return {
      clock: host.clock,
      settings: host.settings,
      invoke: (items, window) =>
        host.invoke(
          this.shardId,
          items.map(({ record }) => record),
          window,
        ),
      finish: (items) => this.#finish(items),
      discard: (attempt, reason, answer) => {
        const records = attempt.items.map(({ record }) => record);
        host.report(this.shardId, { ...attempt, items: records }, reason, answer);
        this.#finish(attempt.items);
      },
      countExpired: (items) => this.#countExpired(items),
      mayNotGrow: () => this.#hasReadAll || this.#isFull(),
      noteFault: host.noteFault,
      isAtTip: () => this.#isAtTip,
      hasShardEnded: () => this.#hasReadAll,
      refill: () => this.fill(),
      saveWindow: () => this.#saveCheckpoint(),
    };
  }

  #finish(items: readonly HeldRecord[]): void {
    if (items.length === 0) return;
    for (const item of items) item.isDone = true;
    const firstOpen = this.#held.findIndex(({ isDone }) => !isDone);
    const done = this.#held.splice(0, firstOpen < 0 ? this.#held.length : firstOpen);
    for (const { sizeBytes } of done) this.#heldBytes -= sizeBytes;
    const through = done.at(-1)?.through;
    if (through !== undefined) this.#saveCheckpoint({ kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: through });
    this.fill();
  }

  /** With nothing held, everything up to where reading goes on is done, filtered records and a shard's end included. */
  #saveCheckpoint(reached: StartPosition = this.#saved): void {
    const isIdle = this.#held.length === 0;
    const window = this.#lanes[0]?.openWindow;
    const isEnded = isIdle && this.#hasReadAll && window === undefined;
    const position = isIdle ? this.#position : reached;
    if (isSame(position, this.#saved) && window === this.#savedWindow && !isEnded) return;
    this.#saved = position;
    this.#savedWindow = window;
    this.#host.saveCheckpoint(this.shardId, { position, isEnded, ...(window && { window }) });
    if (!isEnded || this.#isStopped) return;
    this.#isStopped = true;
    this.#host.onEnded(this.shardId);
  }

  #countExpired(items: readonly HeldRecord[]): number {
    const { streams, streamArn } = this.#host;
    const sequenceNumber = items[0]?.record.sequenceNumber;
    if (sequenceNumber === undefined) return 0;
    const from: StartPosition = { kind: 'AT_SEQUENCE_NUMBER', sequenceNumber };
    try {
      const [oldest] = streams.read(streamArn, this.shardId, from, { recordsMax: 1, bytesMax: 1 }).records;
      if (!oldest) return items.length;
      const index = items.findIndex(({ record }) => !isBefore(record.sequenceNumber, oldest.sequenceNumber));
      return index < 0 ? items.length : index;
    } catch (fault) {
      // A stream that cannot be read says nothing about its records.
      this.#host.noteFault(fault);
      return 0;
    }
  }
}

function isSame(left: StartPosition, right: StartPosition): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Sequence numbers are decimal numbers without leading zeros, too long for a number. */
function isBefore(left: string, right: string): boolean {
  return left.length === right.length ? left < right : left.length < right.length;
}

function recordMetadata({ partitionKey, sequenceNumber, approximateArrivalMs }: StreamRecord): Record<string, unknown> {
  return {
    kinesisSchemaVersion: '1.0',
    partitionKey,
    sequenceNumber,
    approximateArrivalTimestamp: approximateArrivalMs / 1000,
  };
}

/** FNV-1a: the same key always in the same lane, other keys spread. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
