import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

import { concurrently } from '../shared/concurrently.ts';
import type { Crawl, Ended, PageRead } from './crawl.ts';
import { openCrawl } from './open-crawl.ts';
import type { CrawlerPorts, RemainingMs } from './ports.ts';
import { publishListens } from './publish-listens.ts';
import { readPage } from './read-page.ts';
import { settleJob } from './settle-job.ts';

/** Jobs under way at once: more than a batch holds (10), and a bound all the same. */
const jobsAtOnceMax = 64;
/** Pages of one job in one batch: 30,000 listens of one provider, 1,500 of another; then others have their turn. */
export const pagesPerJobMax = 30;
/**
 * Time for one round at its worst: a page, a token and the page again at 8 s each, and 4 s for the log and the rows. Another
 * round begins only while there is as much, or at least half of what there was to begin with, since a short-lived worker
 * must get on too. The first round always begins, so that every delivery gets somewhere.
 */
export const roundMsMax = 28_000;

/**
 * Works off a batch of crawl jobs in rounds: all jobs fetch one page, and the listens of the whole round leave for the log
 * together. A job goes on, and its cursor advances, only after the log has accepted all listens of its page; its row is
 * written once, when the job ends. A job that meets a fault fails its message alone: redelivered, it publishes the same
 * event ids again.
 */
export const crawlBatch =
  (ports: CrawlerPorts) =>
  async ({ Records }: SQSEvent, remainingMs: RemainingMs): Promise<SQSBatchResponse> => {
    const roundMsMin = Math.min(roundMsMax, remainingMs() / 2);
    const failed = new Set<string>();
    const fail = (messageId: string, fault: unknown, fields: object = {}) => {
      failed.add(messageId);
      ports.log('error', 'crawl-faulted', { messageId, ...fields, fault });
    };

    /** Runs a step of many jobs at once; a job whose step throws fails, the others go on. */
    const eachJob = async <Item, Value>(
      items: readonly Item[],
      crawlOf: (item: Item) => { readonly messageId: string; readonly job?: Crawl['job'] },
      step: (item: Item) => Promise<Value>,
    ): Promise<readonly Value[]> => {
      const outcomes = await concurrently(items, jobsAtOnceMax, step);
      return outcomes.flatMap((outcome, index) => {
        if (outcome.status === 'fulfilled') return [outcome.value];
        const item = items[index];
        if (item !== undefined) {
          const { messageId, job } = crawlOf(item);
          fail(messageId, outcome.reason, job);
        }
        return [];
      });
    };

    const settle = (ended: readonly Ended[]) =>
      eachJob(
        ended,
        ({ crawl }) => crawl,
        ({ crawl, end }) => settleJob(ports, crawl, end),
      );

    const opened = await eachJob(
      Records,
      (record) => record,
      ({ messageId, body }) => openCrawl(ports, messageId, body),
    );
    let active: readonly Crawl[] = opened.filter((crawl) => crawl !== undefined);
    for (let round = 1; active.length > 0; round += 1) {
      if (round > 1 && remainingMs() < roundMsMin) {
        await settle(active.map((crawl) => ({ type: 'Ended', crawl, end: { type: 'Unfinished' } })));
        break;
      }
      const steps = await eachJob(
        active,
        (crawl) => crawl,
        (crawl) => readPage(ports, crawl),
      );
      const pages = steps.filter((step) => step.type === 'Read');
      const advanced = await advance(ports, pages, fail);
      await settle([...steps.filter((step) => step.type === 'Ended'), ...advanced.ended]);
      active = advanced.active;
    }
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** Publishes the listens of a round; the jobs whose listens were all accepted advance, and end when they are through. */
async function advance(
  ports: CrawlerPorts,
  pages: readonly PageRead[],
  fail: (messageId: string, fault: unknown, fields?: object) => void,
): Promise<{ readonly active: readonly Crawl[]; readonly ended: readonly Ended[] }> {
  const accepted = await publishListens(
    ports,
    pages.flatMap(({ records }) => records),
  );
  const active: Crawl[] = [];
  const ended: Ended[] = [];
  let first = 0;
  for (const page of pages) {
    const { crawl, records, nextCursorMs, hasMore, refused } = page;
    const missing = accepted.slice(first, (first += records.length)).filter((isAccepted) => !isAccepted).length;
    if (missing > 0) {
      fail(crawl.messageId, new Error(`the log did not accept ${missing} of ${records.length} listens`), crawl.job);
      continue;
    }
    const counts = {
      pages: crawl.counts.pages + 1,
      listens: crawl.counts.listens + records.length,
      refused: crawl.counts.refused + refused,
    };
    const next: Crawl = { ...crawl, cursorMs: nextCursorMs, counts };
    if (!hasMore) ended.push({ type: 'Ended', crawl: next, end: { type: 'Finished' } });
    else if (counts.pages >= pagesPerJobMax) ended.push({ type: 'Ended', crawl: next, end: { type: 'Unfinished' } });
    else active.push(next);
  }
  return { active, ended };
}
