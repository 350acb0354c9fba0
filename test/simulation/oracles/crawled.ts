import type { CrawlKey } from '../../../functions/crawling/domain/crawl.ts';
import type { Run } from '../engine/run.ts';
import type { Account, Listeners } from '../world/listeners.ts';

/** With more plays than this the provider may have forgotten some before they were crawled. */
const playsMax = 45;

/** A cursor passes a play only after the log has accepted it. */
export function checkCursor(run: Run, { accounts }: Listeners, key: CrawlKey, cursorMs: number): void {
  const account = accounts.find(({ userId, provider }) => userId === key.userId && provider === key.provider);
  if (!account || account.plays.length > playsMax) return;
  for (const play of account.plays) {
    if (!play.isServed || play.listenedAtMs > cursorMs || run.truth.hasPlay(play.key)) continue;
    const cursor = new Date(cursorMs).toISOString();
    run.violate('the cursor waits for the log', `${play.key} is not on the log, the cursor is at ${cursor}`);
  }
}

/** Every play that was listed in its turn has been crawled. */
export function checkCrawled(run: Run, account: Account): void {
  if (account.plays.length > playsMax) return;
  // The cursor stops at the worker's clock; if that is ahead, a play dated in the future takes it over the next minutes.
  if (account.hasPlayedAhead && run.has('clocks-skewed')) return;
  const missed = account.plays.find(
    (play) => !play.mayBeMissed && play.listedAtMs < run.timeline.nowMs - 60_000 && !run.truth.hasPlay(play.key),
  );
  if (missed) run.violate('every play is crawled', `${missed.key} never came to the log`);
}
