/** Crawls until no account is due any more: the schedule ticks every minute, this only saves the first wait. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Operator, ScheduleRow } from './operator.ts';
import type { Tell } from './progress.ts';
import type { Providers } from './providers.ts';

const roundWaitMs = 150;
const waitMsMax = 120_000;

export async function crawlUntilCaughtUp(
  operator: Operator,
  { sandbox }: Providers,
  tell: Tell,
): Promise<{ summary: string }> {
  const deadlineMs = Date.now() + waitMsMax;
  let enqueued = 0;
  for (;;) {
    const summary = await operator.invoke('CrawlSchedulerFunction', {});
    enqueued += Number(summary['enqueued'] ?? 0);
    const rows = await Promise.all(
      sandbox.accounts.map(({ listener, provider }) => operator.schedule(listener.id, provider)),
    );
    const done = rows.filter(isCaughtUp).length;
    tell(`${done} of ${rows.length} accounts caught up after ${enqueued} crawls`);
    if (done === rows.length) return { summary: `${rows.length} accounts caught up in ${enqueued} crawls` };
    if (Date.now() > deadlineMs) {
      const faults = rows.flatMap((row) => row?.lastError ?? []).join('; ');
      throw new Error(`${rows.length - done} accounts are not caught up after ${waitMsMax / 1000} s. ${faults}`);
    }
    await wait(roundWaitMs);
  }
}

/** Crawled, and not due again at once, as a row is whose crawl ended at its page budget. */
function isCaughtUp(row: ScheduleRow | undefined): boolean {
  return row?.status === 'IDLE' && row.lastCrawledAt !== undefined && row.nextCrawlAtMs > Date.now();
}
