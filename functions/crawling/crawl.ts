import type { CrawlJob } from './domain/crawl.ts';
import type { JobEnd } from './domain/row-after.ts';
import type { Access, LogRecord } from './ports.ts';
import type { ProviderModule } from './providers/provider.ts';

/** A job under way: where it stands between two pages. */
export type Crawl = {
  readonly messageId: string;
  readonly job: CrawlJob;
  readonly module: ProviderModule;
  readonly access: Access;
  /** A second refusal of an access token, after a renewal, is not cured by another renewal. */
  readonly hasRenewed: boolean;
  /** Every play up to this instant has been accepted by the log. */
  readonly cursorMs: number;
  readonly failures: number;
  readonly counts: CrawlCounts;
};

/** What a job has done so far. Duplicates of a page boundary count twice. */
type CrawlCounts = { readonly pages: number; readonly listens: number; readonly refused: number };

/** A page read and turned into records, not yet on the log. */
export type PageRead = {
  readonly type: 'Read';
  readonly crawl: Crawl;
  readonly records: readonly LogRecord[];
  readonly nextCursorMs: number;
  readonly hasMore: boolean;
  readonly refused: number;
};

/** A job that goes no further. */
export type Ended = { readonly type: 'Ended'; readonly crawl: Crawl; readonly end: JobEnd };
