import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { dueRowsPerShardMax, scheduleCrawls, sendMsMax } from '../../../functions/crawling/schedule-crawls.ts';
import { CrawlingWorld, hourMs, leaseMs } from '../../support/crawling-world.ts';
import { startMs } from '../../support/fake-provider.ts';

const plenty = () => 60_000;
const key = (index: number) => ({ userId: `user-${index}`, provider: 'spotify' });

function worldWith(rowCount: number): CrawlingWorld {
  const world = new CrawlingWorld();
  for (let index = 0; index < rowCount; index += 1) world.addRow(key(index), { nextCrawlAtMs: startMs - index });
  return world;
}

test('a due row is claimed for the time of the lease and its job goes to the queue', async () => {
  const world = worldWith(1);

  const summary = await scheduleCrawls(world.schedulerPorts())(plenty);

  expect(summary).toEqual({ due: 1, claimed: 1, enqueued: 1, lost: 0, left: 0 });
  expect(world.row(key(0))).toMatchObject({ status: 'ENQUEUED', claimId: 'claim-1', nextCrawlAtMs: startMs + leaseMs });
  expect(world.queue).toEqual([{ ...key(0), claimId: 'claim-1' }]);
});

test('a row that is not yet due, or paused, stays as it is', async () => {
  const world = new CrawlingWorld();
  world.addRow(key(0), { nextCrawlAtMs: startMs + 1 });
  world.addRow(key(1));
  const { dueShard: _dueShard, ...paused } = world.row(key(1));
  world.rows.set('user-1/spotify', { ...paused, status: 'PAUSED' });

  expect(await scheduleCrawls(world.schedulerPorts())(plenty)).toMatchObject({ due: 0, claimed: 0 });
  expect(world.queue).toEqual([]);
});

test('ten thousand due rows leave in one run, at most sixty-four claims at a time, ten jobs to a call', async () => {
  const world = worldWith(10_000);
  let claimsUnderWay = 0;
  let claimsUnderWayMax = 0;
  let sends = 0;
  world.interrupt = async (call, moment) => {
    if (call === 'jobs.send' && moment === 'before') sends += 1;
    if (call !== 'schedule.claim') return;
    claimsUnderWay += moment === 'before' ? 1 : -1;
    claimsUnderWayMax = Math.max(claimsUnderWayMax, claimsUnderWay);
    await Promise.resolve();
  };

  const summary = await scheduleCrawls(world.schedulerPorts())(plenty);

  expect(summary).toEqual({ due: 10_000, claimed: 10_000, enqueued: 10_000, lost: 0, left: 0 });
  expect(new Set(world.queue.map(({ userId }) => userId)).size).toBe(10_000);
  expect(sends).toBe(1_000);
  expect(claimsUnderWayMax).toBeGreaterThan(30);
  expect(claimsUnderWayMax).toBeLessThanOrEqual(64);
});

test('two schedulers at once, however their calls interleave, enqueue each row exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 25 }), async (scheduler, rowCount) => {
      const world = worldWith(rowCount);
      const wait = scheduler.scheduleFunction(async () => undefined);
      world.interrupt = async (_call, moment) => {
        if (moment === 'before') await wait();
      };

      const runs = Promise.all([
        scheduleCrawls(world.schedulerPorts())(plenty),
        scheduleCrawls(world.schedulerPorts())(plenty),
      ]);
      await scheduler.waitFor(runs);
      const [one, other] = await runs;

      expect(world.queue.map(({ userId }) => userId).toSorted()).toEqual(
        Array.from({ length: rowCount }, (_, index) => `user-${index}`).toSorted(),
      );
      expect(one.claimed + other.claimed).toBe(rowCount);
      for (const run of [one, other]) expect(run.claimed + run.lost + run.left).toBe(run.due);
    }),
    { numRuns: 60 },
  );
});

describe('a claim is a lease', () => {
  test('a job that is never finished is enqueued again when the lease has ended, and not before', async () => {
    const world = worldWith(1);
    const run = scheduleCrawls(world.schedulerPorts());
    await run(plenty);

    world.nowMs += leaseMs - 1;
    expect(await run(plenty)).toMatchObject({ due: 0 });
    world.nowMs += 1;
    expect(await run(plenty)).toMatchObject({ due: 1, enqueued: 1 });
    expect(world.queue.map(({ claimId }) => claimId)).toEqual(['claim-1', 'claim-2']);
  });

  test('a job that the queue does not take is left to its lease, and said so', async () => {
    const world = worldWith(3);
    world.refuseJob = ({ userId }) =>
      userId === 'user-1' ? { accepted: false, reason: 'InternalError', mayRetry: true } : { accepted: true };

    const summary = await scheduleCrawls(world.schedulerPorts())(plenty);

    expect(summary).toEqual({ due: 3, claimed: 3, enqueued: 2, lost: 0, left: 0 });
    expect(world.row(key(1))).toMatchObject({ status: 'ENQUEUED', nextCrawlAtMs: startMs + leaseMs });
    expect(world.logged).toContainEqual([
      'error',
      'crawl-job-not-enqueued',
      expect.objectContaining({ userId: 'user-1', reason: 'InternalError' }),
    ]);
    expect(world.pausesMs).toHaveLength(3);
  });

  test('whatever call fails, a later run enqueues every row', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.boolean()), async (failures) => {
        const world = worldWith(12);
        let calls = 0;
        world.interrupt = (call, moment) => {
          calls += 1;
          if (calls < 60 && failures.next().value) throw new Error(`${call} failed ${moment} its effect`);
        };

        await scheduleCrawls(world.schedulerPorts())(plenty).catch(() => undefined);
        world.interrupt = () => undefined;
        world.nowMs += leaseMs;
        await scheduleCrawls(world.schedulerPorts())(plenty);

        expect(new Set(world.queue.map(({ userId }) => userId)).size).toBe(12);
      }),
      { numRuns: 60 },
    );
  });
});

test('an entry that the queue refuses for a while is sent again alone', async () => {
  const world = worldWith(10);
  let refusals = 2;
  world.refuseJob = ({ userId }) =>
    userId === 'user-4' && (refusals -= 1) >= 0
      ? { accepted: false, reason: 'Throttled', mayRetry: true }
      : { accepted: true };

  expect(await scheduleCrawls(world.schedulerPorts())(plenty)).toMatchObject({ claimed: 10, enqueued: 10 });
  expect(world.queue).toHaveLength(10);
});

test('an entry that is our own mistake is not sent again', async () => {
  const world = worldWith(1);
  let offers = 0;
  world.refuseJob = () => {
    offers += 1;
    return { accepted: false, reason: 'InvalidMessageContents', mayRetry: false };
  };
  expect(await scheduleCrawls(world.schedulerPorts())(plenty)).toMatchObject({ claimed: 1, enqueued: 0 });
  expect(offers).toBe(1);
});

test('a send without an answer is repeated, since a job that comes twice does no harm', async () => {
  const world = worldWith(2);
  let calls = 0;
  world.interrupt = (call, moment) => {
    if (call === 'jobs.send' && moment === 'after' && (calls += 1) === 1) throw new Error('connection reset');
  };

  expect(await scheduleCrawls(world.schedulerPorts())(plenty)).toMatchObject({ enqueued: 2 });
  expect(world.queue).toHaveLength(4);
});

test('no new claim begins when the time is short, and what is left is counted and still due', async () => {
  const world = worldWith(100);
  let claims = 0;
  world.interrupt = (call, moment) => {
    if (call === 'schedule.claim' && moment === 'before') claims += 1;
  };

  const summary = await scheduleCrawls(world.schedulerPorts())(() => (claims < 40 ? plenty() : sendMsMax - 1));

  expect(summary.left).toBe(100 - summary.claimed);
  expect(summary.left).toBeGreaterThan(0);
  expect(summary.enqueued).toBe(summary.claimed);
  expect(await scheduleCrawls(world.schedulerPorts())(plenty)).toMatchObject({ due: summary.left });
});

test('rows that wait the longest are claimed first', async () => {
  const world = worldWith(50);
  let claims = 0;
  world.interrupt = (call, moment) => {
    if (call === 'schedule.claim' && moment === 'before') claims += 1;
  };
  await scheduleCrawls(world.schedulerPorts())(() => (claims === 0 ? plenty() : 0));

  // Row 49 is the one that has been due the longest.
  expect(world.queue.map(({ userId }) => userId)).toContain('user-49');
  expect(world.queue.map(({ userId }) => userId)).not.toContain('user-0');
});

test('a shard that cannot be read is reported and does not hold up the others', async () => {
  const world = worldWith(100);
  let reads = 0;
  world.interrupt = (call, moment) => {
    if (call === 'schedule.dueRows' && moment === 'before' && (reads += 1) === 3) throw new Error('shard is throttled');
  };

  const { due, enqueued } = await scheduleCrawls(world.schedulerPorts())(plenty);

  expect(due).toBeLessThan(100);
  expect(enqueued).toBe(due);
  expect(world.loggedEvents()).toContain('due-shards-unread');
});

test('a run that can read no shard at all is a fault', async () => {
  const world = worldWith(1);
  world.interrupt = (call) => {
    if (call === 'schedule.dueRows') throw new Error('table is gone');
  };
  await expect(scheduleCrawls(world.schedulerPorts())(plenty)).rejects.toThrow('no shard of the due index');
});

test('a run after a long outage reads a bounded number of rows of each shard', async () => {
  const world = new CrawlingWorld();
  const ports = world.schedulerPorts();
  let pagesRead = 0;
  const schedule = {
    ...ports.schedule,
    async *dueRows(shard: string) {
      for (let page = 0; shard === '0'; page += 1) {
        pagesRead += 1;
        yield Array.from({ length: 1_000 }, (_, index) => ({
          ...key(page * 1_000 + index),
          nextCrawlAtMs: startMs - hourMs,
        }));
      }
    },
  };

  const { due } = await scheduleCrawls({ ...ports, schedule })(() => 0);

  expect(due).toBe(dueRowsPerShardMax);
  expect(pagesRead).toBe(dueRowsPerShardMax / 1_000);
  expect(world.loggedEvents()).toContain('due-rows-cut');
});
