import { encodeListen } from '../listens/codec.ts';
import { normaliseListen } from '../listens/normalise-listen.ts';
import type { Crawl, Ended, PageRead } from './crawl.ts';
import type { CrawlerPorts, LogRecord } from './ports.ts';
import type { Page } from './providers/provider.ts';

/**
 * The coarsest time that a provider gives its plays: whole seconds (ListenBrainz). A cursor within the second of the
 * question would skip what is still played in that second.
 */
const resolutionMs = 1_000;

/**
 * Fetches a job's next page and turns its plays into records for the log; or tells why the job ends here.
 * A refused access token is renewed once in a job. Throws on faults of the provider and of our stores.
 */
export async function readPage(ports: CrawlerPorts, crawl: Crawl): Promise<PageRead | Ended> {
  const { module, access, cursorMs, job } = crawl;
  const { accountName, accessToken } = access;
  const askedAtMs = ports.nowMs();
  const answer = await module.fetchPage({ accountName, accessToken, cursorMs });
  if (answer.ok) {
    const latestCursorMs = askedAtMs - resolutionMs;
    if (!access.isSuspect) return normalise(ports, crawl, answer.value, latestCursorMs);
    await ports.access.trust(job);
    return normalise(ports, { ...crawl, access: { ...access, isSuspect: false } }, answer.value, latestCursorMs);
  }
  if (answer.error.type !== 'Unauthorised') return { type: 'Ended', crawl, end: answer.error };
  if (crawl.hasRenewed) return { type: 'Ended', crawl, end: await ports.access.distrust(job) };

  const renewal = await ports.access.renew(job, module, access);
  if (renewal.type !== 'Granted') return { type: 'Ended', crawl, end: renewal };
  return readPage(ports, { ...crawl, access: renewal.access, hasRenewed: true });
}

/** Plays to records. What cannot become a listen is logged with its reason and counted; the cursor passes it. */
function normalise({ log }: CrawlerPorts, crawl: Crawl, page: Page, latestCursorMs: number): PageRead {
  const { userId } = crawl.job;
  const records: LogRecord[] = [];
  let refused = 0;
  const refusePlay = (reason: string, detail: string) => {
    refused += 1;
    log('warn', 'play-refused', { ...crawl.job, reason, detail });
  };
  for (const sentence of page.unreadable) refusePlay('unreadable', sentence);
  for (const play of page.plays) {
    const listen = normaliseListen(userId, crawl.module.name, play);
    if (listen.ok) records.push({ partitionKey: userId, data: encodeListen(listen.value) });
    else refusePlay(listen.error.reason, listen.error.detail);
  }

  // A play dated in the future (a clock that is wrong) must not make the cursor jump over what was played after the
  // provider was asked: plays that are read again keep their event ids, plays that are skipped are lost.
  const nextCursorMs = Math.max(crawl.cursorMs, Math.min(page.nextCursorMs, latestCursorMs));
  const hasMore = page.hasMore && nextCursorMs > crawl.cursorMs;
  return { type: 'Read', crawl, records, nextCursorMs, hasMore, refused };
}
