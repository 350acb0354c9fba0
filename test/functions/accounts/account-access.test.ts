import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { refreshLeaseMs } from '../../../functions/accounts/account-access.ts';
import { crawlBatch } from '../../../functions/crawling/crawl-batch.ts';
import { refuse } from '../../../functions/shared/result.ts';
import { batchOf, CrawlingWorld, hourMs, leaseMs } from '../../support/crawling-world.ts';
import { FakeProvider, minuteMs, play, startMs } from '../../support/fake-provider.ts';

const plenty = () => 300_000;
const key = { userId: 'ada', provider: 'spotify' };
const job = { ...key, claimId: 'claim-a' };
const all = { batchItemFailures: [] };

function claimed(provider: FakeProvider): CrawlingWorld {
  const world = new CrawlingWorld();
  world.addRow(key, { status: 'ENQUEUED', claimId: 'claim-a', nextCrawlAtMs: startMs + leaseMs });
  world.addTokens(key, { accessToken: provider.accessToken, refreshToken: provider.refreshToken });
  return world;
}

/** Makes the row what a scheduler makes of it. */
function claimAgain(world: CrawlingWorld): void {
  world.rows.set('ada/spotify', { ...world.row(key), status: 'ENQUEUED', claimId: 'claim-a' });
}

const crawl = (world: CrawlingWorld, provider: FakeProvider) =>
  crawlBatch(world.crawlerPorts(provider.module()))(batchOf([job]), plenty);

describe('tokens are renewed', () => {
  test('before they run out, and no page is asked for with the old one', async () => {
    const provider = new FakeProvider([play(1)]);
    const world = claimed(provider);
    world.tokens.set('ada/spotify', { ...world.token(key), expiresAtMs: startMs + minuteMs });

    expect(await crawl(world, provider)).toEqual(all);

    expect([provider.refreshes, provider.pagesFetched]).toEqual([1, 1]);
    expect(world.secrets(key)).toEqual({ accessToken: 'access-2', refreshToken: 'refresh-2' });
    expect(world.token(key)).toMatchObject({ status: 'active', version: 3, expiresAtMs: startMs + hourMs });
    expect(world.token(key).refreshUntilMs).toBeUndefined();
  });

  test('once in a job when the provider refuses the access token', async () => {
    const provider = new FakeProvider([play(5), play(4), play(3), play(2)]);
    const world = claimed(provider);
    provider.expire();

    expect(await crawl(world, provider)).toEqual(all);

    expect(provider.refreshes).toBe(1);
    expect(world.listens().size).toBe(4);
  });

  test('and stored before the new access token is used', async () => {
    const provider = new FakeProvider([play(1)]);
    const world = claimed(provider);
    provider.expire();
    const calls: string[] = [];
    world.interrupt = (call, moment) => {
      if (moment === 'before') calls.push(call);
    };

    await crawl(world, provider);

    const story = calls.filter((call) => /beginRefresh|refresh|storeRefreshed|fetchPage/.test(call));
    expect(story).toEqual([
      'provider.fetchPage',
      'tokens.beginRefresh',
      'provider.refresh',
      'tokens.storeRefreshed',
      'provider.fetchPage',
    ]);
  });

  test('with the old refresh token when the answer names no new one', async () => {
    const provider = new FakeProvider([play(1)]);
    provider.isRotating = false;
    const world = claimed(provider);
    provider.expire();

    await crawl(world, provider);

    expect(world.secrets(key).refreshToken).toBe('refresh-1');
  });

  test('not at all when somebody else has renewed them since they were read', async () => {
    const provider = new FakeProvider([play(1)]);
    const world = claimed(provider);
    const access = accountAccessOf(world, provider);
    const module = provider.module();
    const opened = await access.open(key, module);
    if (opened.type !== 'Granted') throw new Error(opened.type);
    provider.expire();
    await access.renew(key, module, opened.access);

    const again = await access.renew(key, module, opened.access);

    expect(again).toMatchObject({ type: 'Granted', access: { accessToken: 'access-3' } });
    expect(provider.refreshes).toBe(1);
  });
});

/** The access room alone, as the worker gets it. */
const accountAccessOf = (world: CrawlingWorld, provider: FakeProvider) => world.crawlerPorts(provider.module()).access;

describe('of two workers that need new tokens', () => {
  test('only one uses the refresh token, however their calls interleave, and both end well', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const provider = new FakeProvider([play(5), play(4), play(3), play(2)]);
        const world = claimed(provider);
        provider.expire();
        const wait = scheduler.scheduleFunction(async () => undefined);
        world.interrupt = () => wait();

        const both = Promise.all([crawl(world, provider), crawl(world, provider)]);
        await scheduler.waitFor(both);
        await both;
        // The message of the one that was too late comes back.
        world.interrupt = () => undefined;
        expect(await crawl(world, provider)).toEqual(all);

        expect(provider.refreshes).toBe(1);
        expect(world.secrets(key).refreshToken).toBe(provider.refreshToken);
        expect(world.token(key).status).toBe('active');
        expect(world.listens().size).toBe(4);
      }),
      { numRuns: 100 },
    );
  });

  test('a crash in the middle of renewing holds up the other until the lease of the renewal ends', async () => {
    const provider = new FakeProvider([play(1)]);
    const world = claimed(provider);
    provider.expire();
    world.interrupt = (call) => {
      if (call === 'provider.refresh') throw new Error('crashed');
    };
    expect((await crawl(world, provider)).batchItemFailures).toHaveLength(1);
    world.interrupt = () => undefined;

    world.nowMs += refreshLeaseMs - 1;
    expect((await crawl(world, provider)).batchItemFailures).toHaveLength(1);
    expect(provider.refreshes).toBe(0);
    world.nowMs += 1;
    expect(await crawl(world, provider)).toEqual(all);
    expect(provider.refreshes).toBe(1);
  });

  test('whatever call ends the worker, the stored refresh token is good unless the crash fell between rotation and storing', async () => {
    for (let crashAt = 1; ; crashAt += 1) {
      const provider = new FakeProvider([play(1)]);
      const world = claimed(provider);
      provider.expire();
      let calls = 0;
      let crashedAt = '';
      world.interrupt = (call, moment) => {
        calls += 1;
        if (calls < crashAt) return;
        crashedAt ||= `${call} ${moment}`;
        throw new Error('crashed');
      };
      await crawl(world, provider);
      if (crashedAt === '') break;

      const isGood = world.secrets(key).refreshToken === provider.refreshToken;
      const isBetween = [
        'provider.refresh after',
        'vault.seal before',
        'vault.seal after',
        'tokens.storeRefreshed before',
      ];
      expect([crashedAt, isGood]).toEqual([crashedAt, !isBetween.includes(crashedAt)]);
    }
  });
});

describe('tokens that the provider refuses', () => {
  function revoked(): { provider: FakeProvider; world: CrawlingWorld } {
    const provider = new FakeProvider([play(1)]);
    const world = claimed(provider);
    provider.expire();
    provider.refreshToken = 'another';
    return { provider, world };
  }

  test('are suspect the first time, and tried again in an hour', async () => {
    const { provider, world } = revoked();

    expect(await crawl(world, provider)).toEqual(all);

    expect(world.token(key).status).toBe('suspect');
    expect(world.row(key)).toMatchObject({
      status: 'IDLE',
      nextCrawlAtMs: startMs + hourMs,
      lastError: 'token-suspect',
      failures: 1,
    });
  });

  test('need their owner the second time, are kept, and the row leaves the index', async () => {
    const { provider, world } = revoked();
    await crawl(world, provider);
    claimAgain(world);
    world.nowMs += hourMs;

    expect(await crawl(world, provider)).toEqual(all);

    expect(world.token(key).status).toBe('needs_reauth');
    expect(world.secrets(key).refreshToken).toBe('refresh-1');
    expect(world.row(key)).toMatchObject({ status: 'PAUSED', lastError: 'needs-reauthorisation' });
    expect(world.row(key).dueShard).toBeUndefined();

    claimAgain(world);
    const { pagesFetched } = provider;
    expect(await crawl(world, provider)).toEqual(all);
    expect(provider.pagesFetched).toBe(pagesFetched);
  });

  test('are trusted again after the first page they open', async () => {
    const { provider, world } = revoked();
    await crawl(world, provider);
    provider.refreshToken = 'refresh-1';
    claimAgain(world);
    world.nowMs += hourMs;

    expect(await crawl(world, provider)).toEqual(all);

    expect(world.token(key).status).toBe('active');
    expect(world.row(key)).toMatchObject({ status: 'IDLE', failures: 0 });
    expect(world.row(key).lastError).toBeUndefined();
  });

  test('right after a renewal are suspect without another renewal', async () => {
    const provider = new FakeProvider([play(1)]);
    const world = claimed(provider);
    provider.fetchPage = async () => refuse({ type: 'Unauthorised' });

    expect(await crawl(world, provider)).toEqual(all);

    expect(provider.refreshes).toBe(1);
    expect(world.token(key).status).toBe('suspect');
  });

  test('and cannot be renewed, because they are personal, are suspect at once', async () => {
    const provider = new FakeProvider([play(1)]);
    const world = claimed(provider);
    world.addTokens(key, { accessToken: 'revoked' });

    expect(await crawl(world, provider)).toEqual(all);

    expect(provider.refreshes).toBe(0);
    expect(world.token(key).status).toBe('suspect');
  });
});

test('a provider that limits renewals is left alone for as long as it says', async () => {
  const provider = new FakeProvider([play(1)]);
  const world = claimed(provider);
  provider.expire();
  const module = provider.module();
  const flow = module.authorisationCode;
  if (!flow) throw new Error('the provider has no flow');
  const limited = {
    ...module,
    authorisationCode: {
      ...flow,
      refresh: async () => refuse({ type: 'RateLimited' as const, retryAfterMs: 2 * hourMs }),
    },
  };

  expect(await crawlBatch(world.crawlerPorts(limited))(batchOf([job]), plenty)).toEqual(all);

  expect(world.row(key)).toMatchObject({ nextCrawlAtMs: startMs + 2 * hourMs, lastError: 'rate-limited' });
  expect(world.token(key).status).toBe('active');
});

test('tokens of a new authorization that arrive during a renewal are not overwritten by it', async () => {
  const provider = new FakeProvider([play(1)]);
  const world = claimed(provider);
  provider.expire();
  world.interrupt = (call, moment) => {
    if (call !== 'provider.refresh' || moment !== 'after') return;
    world.addTokens(key, { accessToken: 'fresh', refreshToken: 'fresh refresh' }, { version: 7 });
  };

  expect((await crawl(world, provider)).batchItemFailures).toHaveLength(1);

  expect(world.secrets(key)).toEqual({ accessToken: 'fresh', refreshToken: 'fresh refresh' });
});

test('nothing that is logged on the way holds a token', async () => {
  const provider = new FakeProvider([play(1)]);
  const world = claimed(provider);
  provider.expire();
  await crawl(world, provider);
  claimAgain(world);
  provider.expire();
  provider.refreshToken = 'gone';
  await crawl(world, provider);

  const lines = JSON.stringify(world.logged);
  expect(world.logged.length).toBeGreaterThan(2);
  for (const secret of ['access-1', 'access-2', 'access-3', 'refresh-1', 'refresh-2'])
    expect(lines).not.toContain(secret);
});
