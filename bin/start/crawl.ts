/** Crawls until no account is due any more: the schedule ticks every minute, this only saves the first wait. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Operator, ScheduleRow } from './operator.ts';
import { counted, type Tell } from './progress.ts';
import type { Providers } from './providers.ts';

export interface Crawled {
  readonly summary: string;
  /** A sentence per account that a provider refuses: what it lacks will not come by waiting. */
  readonly refusals: readonly string[];
}

const roundWaitMs = 150;
/**
 * A run that was killed between claiming accounts and sending their jobs leaves the claims to their lease:
 * four minutes here (`LEASE_SECONDS` in lib/ingestion-stack.ts), and then a crawl.
 */
const waitMsMax = 330_000;
const patienceMs = 5_000;

export async function crawlUntilCaughtUp(operator: Operator, { sandbox }: Providers, tell: Tell): Promise<Crawled> {
  const beganMs = Date.now();
  let enqueued = 0;
  for (;;) {
    const { enqueued: sent } = await operator.invoke('CrawlSchedulerFunction', {});
    enqueued += Number(sent ?? 0);
    const accounts = await Promise.all(
      sandbox.accounts.map(async ({ listener, provider }) => ({
        name: `${listener.displayName}'s ${provider} account`,
        row: await operator.schedule(listener.id, provider),
      })),
    );
    const refused = accounts.filter(({ row }) => isRefused(row));
    const waiting = accounts.filter(({ row }) => !isRefused(row) && !isCaughtUp(row));
    if (waiting.length === 0) return crawled(accounts.length, enqueued, refused);
    const waitedMs = Date.now() - beganMs;
    if (waitedMs > waitMsMax) {
      throw new Error(`not caught up after ${waitMsMax / 1000} s: ${waiting.map(({ name }) => name).join(', ')}`);
    }
    const isLeased = waitedMs > patienceMs && waiting.every(({ row }) => row?.status === 'ENQUEUED');
    const reason = isLeased ? '; an earlier run was cut off, its claims end within four minutes' : '';
    tell(`${accounts.length - waiting.length} of ${accounts.length} accounts after ${enqueued} crawls${reason}`);
    await wait(roundWaitMs);
  }
}

function crawled(
  accounts: number,
  crawls: number,
  refused: readonly { readonly name: string; readonly row: ScheduleRow | undefined }[],
): Crawled {
  const caughtUp = `${counted(accounts - refused.length, 'account')} caught up in ${counted(crawls, 'crawl')}`;
  return {
    summary: refused.length === 0 ? caughtUp : `${caughtUp}, ${refused.length} refused`,
    refusals: refused.map(({ name, row }) => `${name} is not crawled: ${row?.lastError}`),
  };
}

/** The provider, or the lack of a valid token, stands in the way. */
function isRefused(row: ScheduleRow | undefined): boolean {
  return (
    row !== undefined && row.lastError !== undefined && row.status !== 'ENQUEUED' && row.nextCrawlAtMs > Date.now()
  );
}

/** Crawled, and not due again at once, as a row is whose crawl ended at its page budget. */
function isCaughtUp(row: ScheduleRow | undefined): boolean {
  return row?.status === 'IDLE' && row.lastCrawledAt !== undefined && row.nextCrawlAtMs > Date.now();
}
