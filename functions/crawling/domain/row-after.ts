import type { CrawlStatus } from './crawl.ts';

/** How a job ended, other than by a fault (after which its message comes back, or its lease runs out). */
export type JobEnd =
  /** Everything up to the cursor's instant was read. */
  | { readonly type: 'Finished' }
  /** There is more, but the job's pages or its time are used up. */
  | { readonly type: 'Unfinished' }
  | { readonly type: 'RateLimited'; readonly retryAfterMs: number }
  /** The provider answered with a client error that repeating will not cure: a closed door, an unknown account. */
  | { readonly type: 'Refused'; readonly status: number }
  /** The provider refused the tokens once; that has been a false alarm before. */
  | { readonly type: 'Suspect' }
  | { readonly type: 'NeedsReauthorisation' }
  /** The tokens are gone. */
  | { readonly type: 'Disconnected' };

/** What the row of the schedule becomes. A paused row leaves the index and waits for the user. */
export type RowChange = {
  readonly status: Exclude<CrawlStatus, 'ENQUEUED'>;
  readonly nextCrawlAtMs: number;
  readonly failures: number;
  /** Absent when all is well. */
  readonly lastError?: string;
};

/** A refused token is tried again after this long before its owner is asked to authorise again. */
const suspectRetryMs = 60 * 60 * 1000;
/** The longest that a refusing provider is left alone. */
export const refusedRetryMsMax = 24 * 60 * 60 * 1000;

/** Decides what the row becomes when a job has ended. `failures` is what the row counted before the job. */
export function rowAfter(end: JobEnd, failures: number, nowMs: number, intervalMs: number): RowChange {
  switch (end.type) {
    case 'Finished':
      return { status: 'IDLE', nextCrawlAtMs: nowMs + intervalMs, failures: 0 };
    case 'Unfinished':
      return { status: 'IDLE', nextCrawlAtMs: nowMs, failures: 0 };
    case 'RateLimited':
      // Being told to wait is no failure of the account.
      return { status: 'IDLE', nextCrawlAtMs: nowMs + end.retryAfterMs, failures, lastError: 'rate-limited' };
    case 'Refused': {
      const waitMs = Math.min(intervalMs * 2 ** Math.min(failures, 20), refusedRetryMsMax);
      const lastError = `refused-${end.status}`;
      return { status: 'IDLE', nextCrawlAtMs: nowMs + waitMs, failures: failures + 1, lastError };
    }
    case 'Suspect':
      return {
        status: 'IDLE',
        nextCrawlAtMs: nowMs + suspectRetryMs,
        failures: failures + 1,
        lastError: 'token-suspect',
      };
    case 'NeedsReauthorisation':
      return { status: 'PAUSED', nextCrawlAtMs: nowMs, failures: failures + 1, lastError: 'needs-reauthorisation' };
    case 'Disconnected':
      return { status: 'PAUSED', nextCrawlAtMs: nowMs, failures, lastError: 'disconnected' };
  }
}
