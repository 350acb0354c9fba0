/** One account of one user, as the crawl schedule names it. A user may have several; several users may have the same provider. */
export type CrawlKey = { readonly userId: string; readonly provider: string };

/** A row of the schedule that is due, as the index shows it. */
export type DueRow = CrawlKey & { readonly nextCrawlAtMs: number };

/** A claimed row on its way through the queue. The claim id tells this claim from every other one of the row. */
export type CrawlJob = CrawlKey & { readonly claimId: string };

export type CrawlStatus = 'IDLE' | 'ENQUEUED' | 'PAUSED';

/** What a job needs to know of its row. */
export type CrawlRow = CrawlKey & {
  readonly status: CrawlStatus;
  /** Absent unless the row is claimed. */
  readonly claimId?: string;
  /** Plays up to and including this instant are on the log. Epoch milliseconds. */
  readonly cursorMs: number;
  /** How many jobs in a row ended in a way that needs patience. */
  readonly failures: number;
};

/** The first crawl of an account looks this far back: as far as raw listens are kept. */
export const firstCrawlMs = 30 * 24 * 60 * 60 * 1000;
