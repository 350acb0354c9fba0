import type { World } from './world.ts';

const minuteMs = 60_000;
/** How long the consumers may take to come to rest once nothing fails any more. The longest pause of a retry is a minute. */
const settleMsMax = 60 * minuteMs;
/** How long crawling may take: a provider that refused may be left alone for a day. */
const crawlMsMax = 30 * 60 * minuteMs;
const redrivesMax = 20;

/** Lets the consumers deal with all there is, and puts back what was given up, until nothing is left. */
export async function settleConsumers(world: World): Promise<void> {
  const { run, consumers, log } = world;
  const startedAtMs = run.timeline.nowMs;
  for (const consumer of consumers) for (const mapping of consumer.mappings) mapping.resume();
  await run.timeline.run();
  for (let round = 0; consumers.some(({ givenUp }) => givenUp.length > 0); round += 1) {
    if (run.violations.length > 0) return;
    if (round === redrivesMax) run.violate('everything comes to rest', 'what was put back is given up again and again');
    for (const consumer of consumers) world.redrive(consumer);
    await run.timeline.run();
  }
  if (run.violations.length > 0) return;
  const tookMs = world.deliveredAtMs - startedAtMs;
  if (tookMs > settleMsMax)
    run.violate('everything comes to rest', `the consumers took ${tookMs / minuteMs} minutes to come to rest`);
  for (const { name, mappings } of consumers)
    if (!mappings.every((mapping) => mapping.isAtTip))
      run.violate('everything comes to rest', `${name} stands still before the end of the log`);
  if (log.stream.openShards.length === 0) run.violate('everything comes to rest', 'no shard is open');
}

/** Runs the scheduler whenever a row is due, until every account has been crawled to its end. */
export async function crawlUntilQuiet(world: World): Promise<void> {
  const { run, tables, scheduler, listeners } = world;
  const startedAtMs = run.timeline.nowMs;
  // A worker whose clock is ahead says that it crawled later than it did.
  const skewMsMax = run.has('clocks-skewed') ? 5 * minuteMs : 0;
  for (;;) {
    reauthorise(world);
    scheduler.invoke({}, () => undefined);
    await run.timeline.run();
    if (run.violations.length > 0) return;
    const rows = [...tables.schedule.rows.values()];
    const isQuiet = rows.every(
      ({ status, lastError, lastCrawledAt }) =>
        status === 'IDLE' && lastError === undefined && Date.parse(lastCrawledAt ?? '') >= startedAtMs + skewMsMax,
    );
    if (isQuiet && listeners.accounts.length === rows.length) break;
    const dueAtMs = Math.min(...rows.map(({ nextCrawlAtMs }) => nextCrawlAtMs));
    // A scheduler whose clock is behind sees a row as due some minutes after it is.
    await run.timeline.run(Math.max(dueAtMs, run.timeline.nowMs) + minuteMs);
    if (run.timeline.nowMs - startedAtMs > crawlMsMax) {
      run.violate('everything comes to rest', `crawling has not come to rest: ${JSON.stringify(rows)}`);
      return;
    }
  }
}

/** Owners of accounts that are paused authorise us again. */
function reauthorise({ tables, listeners, run }: World): void {
  for (const account of listeners.accounts) {
    const row = tables.schedule.read(account.key);
    if (row?.status !== 'PAUSED') continue;
    account.issue(run.timeline.nowMs, true);
    const key = `${account.userId}/${account.provider}`;
    tables.tokens.set(key, account.tokenRow((tables.tokens.get(key)?.version ?? 0) + 1));
    tables.schedule.arm(account.key, run.timeline.nowMs, 0);
    run.note(`${account.name} is authorised again`);
  }
}
