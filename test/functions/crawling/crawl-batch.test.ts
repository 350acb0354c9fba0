import { describe, expect, test } from '@jest/globals';

import { crawlBatch, pagesPerJobMax, roundMsMax } from '../../../functions/crawling/crawl-batch.ts';
import { refuse } from '../../../functions/shared/result.ts';
import { batchOf, CrawlingWorld, hourMs, intervalMs, leaseMs } from '../../support/crawling-world.ts';
import { FakeProvider, minuteMs, play, startMs } from '../../support/fake-provider.ts';

const plenty = () => 300_000;
const key = { userId: 'ada', provider: 'spotify' };
const job = { ...key, claimId: 'claim-a' };
const all = { batchItemFailures: [] };
const messageId = 'ada/spotify/claim-a';

/** One claimed row with tokens, and a provider with these plays. */
function claimed(provider: FakeProvider): CrawlingWorld {
  const world = new CrawlingWorld();
  claim(world, provider, 'ada');
  return world;
}

function claim(world: CrawlingWorld, provider: FakeProvider, userId: string): void {
  const rowKey = { userId, provider: provider.name };
  world.addRow(rowKey, { status: 'ENQUEUED', claimId: 'claim-a', nextCrawlAtMs: startMs + leaseMs });
  world.addTokens(rowKey, { accessToken: provider.accessToken, refreshToken: provider.refreshToken });
}

const minutes = (...minutesAgo: number[]) => minutesAgo.map((minute) => play(minute));
const titlesOf = (provider: FakeProvider) => provider.plays.map(({ title }) => title).toSorted();
const crawl = (world: CrawlingWorld, provider: FakeProvider, remainingMs = plenty) =>
  crawlBatch(world.crawlerPorts(provider.module()))(batchOf([job]), remainingMs);

describe('a job', () => {
  test('reads every page, puts each play on the log once, and moves the row on', async () => {
    const provider = new FakeProvider(minutes(50, 40, 30, 20, 10));
    const world = claimed(provider);

    expect(await crawl(world, provider)).toEqual(all);

    expect(world.titles()).toEqual(titlesOf(provider));
    expect(world.records).toHaveLength(5);
    expect(world.records.every(({ partitionKey }) => partitionKey === 'ada')).toBe(true);
    expect(world.row(key)).toEqual({
      ...key,
      status: 'IDLE',
      cursorMs: startMs - 10 * minuteMs,
      failures: 0,
      nextCrawlAtMs: startMs + intervalMs,
      dueShard: world.row(key).dueShard,
      lastCrawledAt: new Date(startMs).toISOString(),
    });
    expect(world.logged).toContainEqual([
      'info',
      'crawl-finished',
      expect.objectContaining({ userId: 'ada', pages: 2, listens: 5, refused: 0 }),
    ]);
  });

  test('without new plays moves its row on too', async () => {
    const provider = new FakeProvider([]);
    const world = claimed(provider);
    await crawl(world, provider);
    expect(world.records).toEqual([]);
    expect(world.putSizes).toEqual([]);
    expect(world.row(key)).toMatchObject({ status: 'IDLE', nextCrawlAtMs: startMs + intervalMs });
  });

  test('delivered twice gives the same event ids', async () => {
    const provider = new FakeProvider(minutes(3, 2, 1));
    const world = claimed(provider);
    const before = world.row(key);
    await crawl(world, provider);
    world.rows.set('ada/spotify', before);
    await crawl(world, provider);

    expect(world.records).toHaveLength(6);
    expect(world.listens().size).toBe(3);
  });

  test('that has used up its pages is due again at once, from where it is', async () => {
    const provider = new FakeProvider(minutes(...Array.from({ length: 200 }, (_, index) => 200 - index)));
    const world = claimed(provider);

    expect(await crawl(world, provider)).toEqual(all);

    expect(provider.pagesFetched).toBe(pagesPerJobMax);
    expect(world.listens().size).toBe(pagesPerJobMax * provider.pageSize);
    expect(world.row(key)).toMatchObject({
      status: 'IDLE',
      nextCrawlAtMs: startMs,
      cursorMs: startMs - (201 - pagesPerJobMax * provider.pageSize) * minuteMs,
    });
  });

  test.each([
    ['less time is left than a round may take', 300_000, roundMsMax - 1],
    ['half of a short life is over', 10_000, 4_999],
  ])('stops between pages when %s, and is due again at once', async (_what, atFirstMs, laterMs) => {
    const provider = new FakeProvider(minutes(50, 40, 30, 20, 10));
    const world = claimed(provider);

    expect(await crawl(world, provider, () => (provider.pagesFetched === 0 ? atFirstMs : laterMs))).toEqual(all);

    expect(provider.pagesFetched).toBe(1);
    expect(world.row(key)).toMatchObject({ nextCrawlAtMs: startMs, cursorMs: startMs - 30 * minuteMs });
  });

  test.each([
    ['there is time for a round', 300_000, roundMsMax],
    ['half of a short life is left', 10_000, 5_000],
  ])('goes on while %s', async (_what, atFirstMs, laterMs) => {
    const provider = new FakeProvider(minutes(50, 40, 30, 20, 10));
    const world = claimed(provider);
    await crawl(world, provider, () => (provider.pagesFetched === 0 ? atFirstMs : laterMs));
    expect(world.listens().size).toBe(5);
  });

  test('that gets full pages without progress ends instead of asking for ever', async () => {
    const provider = new FakeProvider([]);
    const world = claimed(provider);
    provider.fetchPage = async ({ cursorMs }) => ({
      ok: true,
      value: { plays: minutes(10), unreadable: [], nextCursorMs: cursorMs, hasMore: true },
    });
    expect(await crawl(world, provider)).toEqual(all);
    expect(world.row(key)).toMatchObject({ status: 'IDLE', nextCrawlAtMs: startMs + intervalMs });
  });

  test('does not jump over the time up to a play of the future', async () => {
    const provider = new FakeProvider([play(1), play(-50)]);
    const world = claimed(provider);
    await crawl(world, provider);
    expect(world.listens().size).toBe(2);
    // A second behind the question: what is still played in that second is read again, not skipped.
    expect(world.row(key).cursorMs).toBe(startMs - 1_000);
  });

  test('names and counts the plays that cannot become listens, and goes past them', async () => {
    const provider = new FakeProvider([play(3), { ...play(2), title: '' }, play(1)]);
    const world = claimed(provider);
    const { fetchPage } = provider;
    provider.fetchPage = async (request) => {
      const page = await fetchPage(request);
      return page.ok && page.value.plays.length > 0
        ? { ok: true, value: { ...page.value, unreadable: ['played_at must be an instant'] } }
        : page;
    };

    expect(await crawl(world, provider)).toEqual(all);

    expect(world.listens().size).toBe(2);
    expect(world.logged).toContainEqual([
      'warn',
      'play-refused',
      expect.objectContaining({ reason: 'field-invalid', detail: expect.stringContaining('title') }),
    ]);
    expect(world.logged).toContainEqual(['warn', 'play-refused', expect.objectContaining({ reason: 'unreadable' })]);
    expect(world.logged).toContainEqual(['info', 'crawl-finished', expect.objectContaining({ refused: 2 })]);
    expect(world.row(key).cursorMs).toBe(startMs - minuteMs);
  });
});

describe('a job that is nobody’s any more is acknowledged and named', () => {
  const staleness: [string, (world: CrawlingWorld) => void, string][] = [
    [
      'claimed again',
      (world) => world.rows.set('ada/spotify', { ...world.row(key), claimId: 'claim-b' }),
      'crawl-claim-stale',
    ],
    ['finished', (world) => world.addRow(key), 'crawl-claim-stale'],
    ['disconnected', (world) => world.rows.delete('ada/spotify'), 'crawl-of-disconnected-account'],
  ];
  test.each(staleness)('when its row was %s before', async (_what, change, event) => {
    const provider = new FakeProvider(minutes(1));
    const world = claimed(provider);
    change(world);
    const row = world.rows.get('ada/spotify');

    expect(await crawl(world, provider)).toEqual(all);

    expect(world.loggedEvents()).toEqual([event]);
    expect(provider.pagesFetched).toBe(0);
    expect(world.rows.get('ada/spotify')).toEqual(row);
  });

  test('when its row was claimed again meanwhile, whose new claim stays untouched', async () => {
    const provider = new FakeProvider(minutes(1));
    const world = claimed(provider);
    const other = { ...world.row(key), claimId: 'claim-b' };
    world.interrupt = (call, moment) => {
      if (call === 'listens.put' && moment === 'after') world.rows.set('ada/spotify', other);
    };

    expect(await crawl(world, provider)).toEqual(all);

    expect(world.row(key)).toEqual(other);
    expect(world.loggedEvents()).toContain('crawl-claim-lost');
  });

  test('when its tokens are gone, and its row is paused', async () => {
    const provider = new FakeProvider(minutes(1));
    const world = claimed(provider);
    world.tokens.clear();

    expect(await crawl(world, provider)).toEqual(all);

    expect(world.row(key)).toMatchObject({ status: 'PAUSED', lastError: 'disconnected' });
    expect(world.row(key).dueShard).toBeUndefined();
    expect(world.loggedEvents()).toEqual(['crawl-of-disconnected-account']);
  });
});

describe('a provider', () => {
  test('that wants hours of rest gets them, and what was read before stays', async () => {
    const provider = new FakeProvider(minutes(50, 40, 30, 20, 10));
    const world = claimed(provider);
    const { fetchPage } = provider;
    provider.fetchPage = async (request) =>
      provider.pagesFetched === 1 ? refuse({ type: 'RateLimited', retryAfterMs: 74_214_000 }) : fetchPage(request);

    expect(await crawl(world, provider)).toEqual(all);

    expect(world.listens().size).toBe(3);
    expect(world.row(key)).toMatchObject({
      status: 'IDLE',
      cursorMs: startMs - 30 * minuteMs,
      nextCrawlAtMs: startMs + 74_214_000,
      lastError: 'rate-limited',
    });
    expect(world.row(key).dueShard).toBeDefined();
    expect(world.row(key).lastCrawledAt).toBe(new Date(startMs).toISOString());
    expect(world.pausesMs).toEqual([]);
  });

  test('that gives not even one page does not make the account look crawled', async () => {
    const provider = new FakeProvider([]);
    const world = claimed(provider);
    provider.fetchPage = async () => refuse({ type: 'RateLimited', retryAfterMs: 1_000 });
    await crawl(world, provider);
    expect(world.row(key).lastCrawledAt).toBeUndefined();
  });

  test('that is down fails the message and leaves row and claim alone', async () => {
    const provider = new FakeProvider(minutes(1));
    const world = claimed(provider);
    const row = world.row(key);
    provider.fetchPage = async () => {
      throw new Error('spotify recently-played answered 502');
    };

    expect(await crawl(world, provider)).toEqual({ batchItemFailures: [{ itemIdentifier: messageId }] });

    expect(world.row(key)).toEqual(row);
    expect(world.logged).toEqual([
      ['error', 'crawl-faulted', expect.objectContaining({ messageId, userId: 'ada', fault: expect.any(Error) })],
    ]);
  });

  test('that refuses an account is asked less and less often', async () => {
    const provider = new FakeProvider([]);
    const world = claimed(provider);
    provider.fetchPage = async () => refuse({ type: 'Refused', status: 403 });
    const waitsMs: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      await crawl(world, provider);
      waitsMs.push(world.row(key).nextCrawlAtMs - startMs);
      world.rows.set('ada/spotify', { ...world.row(key), status: 'ENQUEUED', claimId: 'claim-a' });
    }
    expect(waitsMs.slice(0, 3)).toEqual([intervalMs, 2 * intervalMs, 4 * intervalMs]);
    expect(waitsMs.at(-1)).toBe(24 * hourMs);
    expect(world.row(key)).toMatchObject({ failures: 9, lastError: 'refused-403' });
  });

  test('that nobody knows fails the message, which ends among the dead letters', async () => {
    const world = claimed(new FakeProvider([]));
    expect(await crawlBatch(world.crawlerPorts())(batchOf([job]), plenty)).toEqual({
      batchItemFailures: [{ itemIdentifier: messageId }],
    });
  });
});

test('a message that is no job fails alone', async () => {
  const provider = new FakeProvider(minutes(1));
  const world = claimed(provider);
  const event = { Records: [{ messageId: 'odd', body: '{"user_id":7}' }, ...batchOf([job]).Records] as never[] };

  expect(await crawlBatch(world.crawlerPorts(provider.module()))(event, plenty)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'odd' }],
  });
  expect(world.titles()).toEqual(titlesOf(provider));
});

describe('a batch', () => {
  const userIds = Array.from({ length: 10 }, (_, index) => `user-${index}`);
  const jobs = userIds.map((userId) => ({ userId, provider: 'spotify', claimId: 'claim-a' }));

  function crowd(provider: FakeProvider): CrawlingWorld {
    const world = new CrawlingWorld();
    for (const userId of userIds) claim(world, provider, userId);
    return world;
  }

  test('sends the listens of a round with one call', async () => {
    const provider = new FakeProvider(minutes(5, 4, 3, 2, 1));
    const world = crowd(provider);

    expect(await crawlBatch(world.crawlerPorts(provider.module()))(batchOf(jobs), plenty)).toEqual(all);

    expect(world.putSizes).toEqual([30, 20]);
    expect(world.listens().size).toBe(50);
  });

  test('fails only the jobs whose listens the log did not take; the others go on', async () => {
    const provider = new FakeProvider(minutes(5, 4, 3, 2, 1));
    const world = crowd(provider);
    world.refuseRecord = ({ partitionKey }) =>
      partitionKey === 'user-4' ? 'ProvisionedThroughputExceededException' : undefined;
    const row = world.row({ userId: 'user-4', provider: 'spotify' });

    expect(await crawlBatch(world.crawlerPorts(provider.module()))(batchOf(jobs), plenty)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'user-4/spotify/claim-a' }],
    });

    expect(world.row({ userId: 'user-4', provider: 'spotify' })).toEqual(row);
    expect(world.listens().size).toBe(45);
    for (const userId of userIds.filter((id) => id !== 'user-4'))
      expect(world.row({ userId, provider: 'spotify' })).toMatchObject({
        status: 'IDLE',
        cursorMs: startMs - minuteMs,
      });
  });

  test('is not held up by one job that meets faults', async () => {
    const provider = new FakeProvider(minutes(5, 4, 3, 2, 1));
    const world = crowd(provider);
    world.tokens.set('user-2/spotify', {
      ...world.token({ userId: 'user-2', provider: 'spotify' }),
      ciphertext: Buffer.from('?'),
    });

    expect(await crawlBatch(world.crawlerPorts(provider.module()))(batchOf(jobs), plenty)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'user-2/spotify/claim-a' }],
    });
    expect(world.listens().size).toBe(45);
  });
});
