/** What a stream's mapping is told to do, in the units that the code counts in. */
import type { Clock } from '../../../engine/clock.ts';
import type { InvokeAnswer } from '../../../engine/doors.ts';
import type { Attempt } from './batch-attempt.ts';
import type { DiscardReason } from './batch-failure.ts';
import type { EventFilter } from './event-filter.ts';
import type { HeldRecord } from './shard-reader.ts';
import type { WindowContext } from './tumbling-window.ts';

export interface StreamSettings {
  readonly batchSize: number;
  readonly windowMs: number;
  readonly parallelizationFactor: number;
  readonly mayBisect: boolean;
  /** -1: without end. */
  readonly retriesMax: number;
  /** -1: without end. */
  readonly recordAgeMsMax: number;
  readonly reportsItemFailures: boolean;
  /** Length of tumbling windows; absent without them. */
  readonly tumblingMs?: number;
  readonly filter?: EventFilter;
}

/** What a lane asks of the shard it works for. */
export interface LaneHost {
  readonly clock: Clock;
  readonly settings: StreamSettings;
  /** Throws when the function could not be invoked at all: throttled, or not there. */
  invoke(items: readonly HeldRecord[], window?: WindowContext): Promise<InvokeAnswer>;
  /** These records are done with: the checkpoint may pass them. */
  finish(items: readonly HeldRecord[]): void;
  /** These records are given up: they are reported, then done with. */
  discard(attempt: Attempt<HeldRecord>, reason: DiscardReason, answer?: InvokeAnswer): void;
  /** How many, from the beginning, the stream itself no longer holds. */
  countExpired(items: readonly HeldRecord[]): number;
  /** True when waiting brings no more records into this batch: the shard has ended, or the shard's share of memory is full. */
  mayNotGrow(): boolean;
  noteFault(fault: unknown): void;
  /** Nothing that is in the stream now waits to be read. */
  isAtTip(): boolean;
  /** No more records come. */
  hasShardEnded(): boolean;
  /** Looks for records that have come in the meantime, and pumps. */
  refill(): void;
  /** The window was opened, changed or closed: it is to be remembered with the checkpoint. */
  saveWindow(): void;
}
