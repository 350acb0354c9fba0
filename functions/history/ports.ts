import type { ConsumerPorts } from '../listens/ports.ts';
import type { HistoryRow } from './domain/history-row.ts';

/** The table of raw listens. */
export type HistoryTable = {
  /**
   * Writes up to 25 rows of different keys, replacing rows of the same key, and gives back those that the table had no
   * capacity for. Throws when the call failed as a whole; then nothing is known about any of the rows.
   */
  write(rows: readonly HistoryRow[]): Promise<readonly HistoryRow[]>;
};

/** What keeping raw listens asks of the world. */
export type HistoryPorts = ConsumerPorts & {
  readonly history: HistoryTable;
  /** Resolves after a pause; bounded by the caller. */
  readonly pause: (durationMs: number) => Promise<void>;
  /** A number in [0, 1). */
  readonly chance: () => number;
};
