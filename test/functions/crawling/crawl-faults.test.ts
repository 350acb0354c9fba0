import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { crawlBatch } from '../../../functions/crawling/crawl-batch.ts';
import type { ProviderModule } from '../../../functions/crawling/providers/provider.ts';
import { batchOf, CrawlingWorld, leaseMs } from '../../support/crawling-world.ts';
import { FakeProvider, play, startMs } from '../../support/fake-provider.ts';

const plenty = () => 300_000;
const key = { userId: 'ada', provider: 'spotify' };
const job = { ...key, claimId: 'claim-a' };
const all = { batchItemFailures: [] };

/** One claimed row with tokens, and a provider with these plays. */
function claimed(provider: FakeProvider): CrawlingWorld {
  const world = new CrawlingWorld();
  world.addRow(key, { status: 'ENQUEUED', claimId: 'claim-a', nextCrawlAtMs: startMs + leaseMs });
  world.addTokens(key, { accessToken: provider.accessToken, refreshToken: provider.refreshToken });
  return world;
}

const minutes = (...minutesAgo: number[]) => minutesAgo.map((minute) => play(minute));
const titlesOf = (provider: FakeProvider) => provider.plays.map(({ title }) => title).toSorted();

describe('whatever call ends the worker, before or after its effect', () => {
  /** Plays on the log must reach at least as far as the cursor says. */
  function expectCursorBehindLog(world: CrawlingWorld, provider: FakeProvider): void {
    const onLog = new Set(world.titles());
    const passed = provider.plays.filter(({ listenedAtMs }) => listenedAtMs <= world.row(key).cursorMs);
    for (const { title } of passed) expect(onLog).toContain(title);
  }

  const run = async (world: CrawlingWorld, module: ProviderModule) =>
    crawlBatch(world.crawlerPorts(module))(batchOf([job]), plenty);

  test('the cursor never passes a listen that the log has not accepted, and redelivery completes the job', async () => {
    const moments = ['before', 'after'] as const;
    for (const crashMoment of moments) {
      for (let crashAt = 1; ; crashAt += 1) {
        const provider = new FakeProvider(minutes(50, 40, 30, 20, 10));
        const world = claimed(provider);
        let calls = 0;
        world.interrupt = (call, moment) => {
          if (moment === crashMoment) calls += 1;
          // Once crashed, nothing works any more.
          if (calls >= crashAt) throw new Error(`crashed at ${call}`);
        };
        const reply = await run(world, provider.module());
        const hasCrashed = calls >= crashAt;
        expectCursorBehindLog(world, provider);
        if (!hasCrashed) break;

        world.interrupt = () => undefined;
        const isDone = world.row(key).status === 'IDLE';
        expect(reply.batchItemFailures).toHaveLength(1);
        expect(await run(world, provider.module())).toEqual(all);
        expect(world.titles()).toEqual(titlesOf(provider));
        expect(isDone || world.row(key).status === 'IDLE').toBe(true);
      }
    }
  });

  test('any pattern of faults and refused records ends, once they stop, with every play on the log once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 20 }),
        fc.array(fc.boolean(), { maxLength: 60 }),
        fc.array(fc.boolean(), { maxLength: 60 }),
        async (minutesAgo, faults, refusals) => {
          const provider = new FakeProvider(minutes(...minutesAgo));
          const world = claimed(provider);
          world.interrupt = (call) => {
            if (faults.pop()) throw new Error(`${call} failed`);
          };
          world.refuseRecord = () => (refusals.pop() ? 'InternalFailure' : undefined);

          for (let delivery = 0; world.row(key).status === 'ENQUEUED' && delivery < 130; delivery += 1) {
            await run(world, provider.module());
            expectCursorBehindLog(world, provider);
          }

          expect(world.row(key).status).toBe('IDLE');
          expect(world.titles()).toEqual(titlesOf(provider));
        },
      ),
      { numRuns: 80 },
    );
  });
});
