import type { LogLevel } from '../shared/log.ts';
import type { Crawl } from './crawl.ts';
import { rowAfter } from './domain/row-after.ts';
import type { JobEnd } from './domain/row-after.ts';
import type { CrawlerPorts } from './ports.ts';

/** The event that a log line gets for each way a job may end, and how much it matters. */
const endings: Record<JobEnd['type'], readonly [LogLevel, string]> = {
  Finished: ['info', 'crawl-finished'],
  Unfinished: ['info', 'crawl-unfinished'],
  RateLimited: ['warn', 'crawl-rate-limited'],
  Refused: ['error', 'crawl-refused'],
  Suspect: ['warn', 'crawl-token-suspect'],
  NeedsReauthorisation: ['warn', 'crawl-needs-reauthorisation'],
  Disconnected: ['warn', 'crawl-of-disconnected-account'],
};

/**
 * Ends a job: writes cursor, next crawl and status of its row, once, under the claim. When the claim is no longer the
 * row's, nothing is written and that is logged: whoever holds it now reads the same plays, and they get the same ids.
 */
export async function settleJob(
  { schedule, log, nowMs, intervalMs }: Pick<CrawlerPorts, 'schedule' | 'log' | 'nowMs' | 'intervalMs'>,
  { job, cursorMs, failures, counts }: Pick<Crawl, 'job' | 'cursorMs' | 'failures' | 'counts'>,
  end: JobEnd,
): Promise<void> {
  const atMs = nowMs();
  const change = rowAfter(end, failures, atMs, intervalMs);
  const progress = counts.pages > 0 ? { cursorMs, lastCrawledAt: new Date(atMs).toISOString() } : { cursorMs };
  const isMine = await schedule.release(job, { ...change, ...progress });
  if (!isMine) {
    log('warn', 'crawl-claim-lost', { ...job, ...counts });
    return;
  }
  const [level, event] = endings[end.type];
  const { type: _type, ...details } = end;
  log(level, event, { ...job, ...counts, ...details, nextCrawlAt: new Date(change.nextCrawlAtMs).toISOString() });
}
