import type { Log } from '../shared/log.ts';
import type { CrawlJob, CrawlKey, CrawlRow, DueRow } from './domain/crawl.ts';
import type { RowChange } from './domain/row-after.ts';
import type { ProviderModule, Providers } from './providers/provider.ts';

/** Time and chance, so that tests own them. */
export type Weather = {
  readonly nowMs: () => number;
  /** In [0, 1). */
  readonly chance: () => number;
  /** Resolves after this long. */
  readonly pause: (durationMs: number) => Promise<void>;
};

/** How much of the invocation is left. Milliseconds. */
export type RemainingMs = () => number;

/** What the world said to one entry of a batch. */
export type EntryAnswer =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly reason: string; readonly mayRetry: boolean };

export type DueSchedule = {
  /** Page by page, the longest waiting first, the rows of a shard whose time has come. */
  dueRows(shard: string, nowMs: number): AsyncIterable<readonly DueRow[]>;
  /**
   * Takes the row, if it still is as it was seen, until the lease ends; then the same index shows it as due again.
   * False when somebody else was quicker, or the row was paused or removed.
   */
  claim(row: DueRow, claimId: string, leaseEndsAtMs: number): Promise<boolean>;
};

export type JobQueue = {
  /** Sends at most 10 jobs with one call; answers in their order. */
  send(jobs: readonly CrawlJob[]): Promise<readonly EntryAnswer[]>;
};

export type SchedulerPorts = Weather & {
  readonly log: Log;
  readonly schedule: DueSchedule;
  readonly jobs: JobQueue;
  readonly newClaimId: () => string;
  readonly leaseMs: number;
};

export type ClaimedSchedule = {
  /** The row as it is now, not as it was a moment ago. Undefined when the user has disconnected. */
  read(key: CrawlKey): Promise<CrawlRow | undefined>;
  /** Ends the claim and writes what the row becomes; false, with nothing written, when the claim is no longer the row's. */
  release(job: CrawlJob, change: RowChange & ReadProgress): Promise<boolean>;
};

/** How far a job came. */
type ReadProgress = {
  readonly cursorMs: number;
  /** When the provider last answered with plays or with none; absent when it did not. ISO 8601. */
  readonly lastCrawledAt?: string;
};

/** One listen event as the log takes it. */
export type LogRecord = { readonly partitionKey: string; readonly data: Uint8Array };

export type EventLog = {
  /** Writes the records of one call; answers in their order. */
  put(records: readonly LogRecord[]): Promise<readonly EntryAnswer[]>;
};

/** What lets a job read an account. Never logged. */
export type Access = {
  readonly accountName: string;
  readonly accessToken: string;
  /** The provider refused this account's tokens lately; a page that it gives clears the suspicion. */
  readonly isSuspect: boolean;
};

export type NoAccess =
  | { readonly type: 'Disconnected' }
  | { readonly type: 'Suspect' }
  | { readonly type: 'NeedsReauthorisation' }
  | { readonly type: 'RateLimited'; readonly retryAfterMs: number };

export type AccessAnswer = { readonly type: 'Granted'; readonly access: Access } | NoAccess;

/** The accounts' tokens, as far as a crawl needs them. Throws on faults, and when another worker is renewing right now. */
export type AccountAccess = {
  /** An access token that is good now; renewed first when it has run out. */
  open(key: CrawlKey, module: ProviderModule): Promise<AccessAnswer>;
  /** Another access token in place of one that the provider refused. */
  renew(key: CrawlKey, module: ProviderModule, refused: Access): Promise<AccessAnswer>;
  /** Notes that the provider refused an access token that it had just issued. */
  distrust(key: CrawlKey): Promise<NoAccess>;
  /** Notes that a suspect account gave a page. */
  trust(key: CrawlKey): Promise<void>;
};

export type CrawlerPorts = Weather & {
  readonly log: Log;
  readonly schedule: ClaimedSchedule;
  readonly access: AccountAccess;
  readonly listens: EventLog;
  readonly providers: Providers;
  /** Time from the end of a crawl to the next one. */
  readonly intervalMs: number;
};
