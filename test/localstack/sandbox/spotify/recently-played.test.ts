import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { listedBySpotify } from '../../../../localstack/sandbox/spotify/listed.ts';
import type { Sandbox } from '../../../../localstack/sandbox/start-sandbox.ts';
import { asListen, connect, crawl, itemsOf, nowMs, recentlyPlayed, sandboxWorld } from '../sandbox-world.ts';

const dayMs = 86_400_000;
const ownHistory = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'histories', 'spotify-extended');

let world: ReturnType<typeof sandboxWorld>;
beforeEach(() => {
  world = sandboxWorld();
});
afterEach(() => world.close());

async function connected(account = 'jonas', isTimelapse = false): Promise<{ sandbox: Sandbox; accessToken: string }> {
  const sandbox = await world.start({ isTimelapse, histories: [ownHistory] });
  return { sandbox, ...(await connect(sandbox, account)) };
}

describe('recently played', () => {
  test('is the last 20 plays, newest first, with cursors and the way back', async () => {
    const { sandbox, accessToken } = await connected();
    const { status, body, ...answer } = await recentlyPlayed(sandbox, accessToken);
    const instants = itemsOf({ ...answer, status, body }).map((item) => Date.parse(item.played_at));
    const [newest, oldest] = [instants[0], instants.at(-1)];

    expect(instants).toHaveLength(20);
    expect(instants).toEqual(instants.toSorted((a, b) => b - a));
    expect(body).toMatchObject({
      limit: 20,
      cursors: { after: String(newest), before: String(oldest) },
      next: `${sandbox.spotifyApiUrl}/v1/me/player/recently-played?before=${oldest}&limit=20`,
    });
    expect(instants.toReversed()).toEqual(
      sandbox
        .truth('spotify', 'jonas', nowMs)
        .slice(-20)
        .map(({ listenedAtMs }) => listenedAtMs),
    );
  });

  test('shows tracks as Spotify does, with an ISRC where one is known', async () => {
    const { sandbox, accessToken } = await connected();
    const [item] = itemsOf(await recentlyPlayed(sandbox, accessToken, '?limit=1'));
    const [listen] = sandbox.truth('spotify', 'jonas', nowMs).slice(-1);

    expect(item).toMatchObject({
      context: null,
      track: {
        type: 'track',
        name: listen?.title,
        artists: [{ name: listen?.artist, type: 'artist' }],
        external_ids: { isrc: listen?.isrc },
        is_local: false,
        uri: `spotify:track:${item?.track.id}`,
        album: { type: 'album' },
      },
    });
  });

  test('ends after 50 plays: the page after them is empty', async () => {
    const { sandbox, accessToken } = await connected();
    const first = await recentlyPlayed(sandbox, accessToken, '?limit=50');
    const oldestMs = Date.parse(itemsOf(first).at(-1)?.played_at ?? '');
    const second = await recentlyPlayed(sandbox, accessToken, `?limit=50&before=${oldestMs}`);

    expect(itemsOf(first)).toHaveLength(50);
    expect(first.body['next']).toContain(`before=${oldestMs}`);
    expect(second.body).toMatchObject({ items: [], next: null, cursors: null });
  });

  test('can be walked back in small pages, each play once', async () => {
    const { sandbox, accessToken } = await connected();
    const seen: string[] = [];
    let query: string | undefined = '?limit=20';
    while (query !== undefined) {
      const page = await recentlyPlayed(sandbox, accessToken, query);
      seen.push(...itemsOf(page).map((item) => item.played_at));
      const { next } = page.body;
      query = typeof next === 'string' ? new URL(next).search : undefined;
    }

    expect(seen).toHaveLength(50);
    expect(new Set(seen).size).toBe(50);
  });

  test('takes a cursor as exclusive', async () => {
    const { sandbox, accessToken } = await connected();
    const [newest, second] = itemsOf(await recentlyPlayed(sandbox, accessToken, '?limit=2'));
    const afterMs = Date.parse(second?.played_at ?? '');

    expect(itemsOf(await recentlyPlayed(sandbox, accessToken, `?after=${afterMs}`))).toEqual([newest]);
    expect(itemsOf(await recentlyPlayed(sandbox, accessToken, `?after=${afterMs - 1}`))).toEqual([newest, second]);
  });

  test.each(['?limit=0', '?limit=51', '?limit=x', '?after=1&before=2', '?after=yesterday', '?before=-1'])(
    'refuses %s with 400',
    async (query) => {
      const { sandbox, accessToken } = await connected();
      const { status, body } = await recentlyPlayed(sandbox, accessToken, query);

      expect(status).toBe(400);
      expect(body['error']).toMatchObject({ status: 400 });
    },
  );

  test('needs its scope', async () => {
    const sandbox = await world.start();
    const { accessToken } = await connect(sandbox, 'jonas', { scope: 'user-read-email' });
    const { status, body } = await recentlyPlayed(sandbox, accessToken);

    expect([status, body]).toEqual([401, { error: { status: 401, message: 'Permissions missing' } }]);
  });

  test('of a person’s own export shows that person’s plays at the same time of day, without the unlisted ones', async () => {
    const { sandbox, accessToken } = await connected('you');
    const items = itemsOf(await recentlyPlayed(sandbox, accessToken, '?limit=50')).toReversed();

    expect(items.map((item) => item.played_at)).toEqual([
      '2026-03-16T07:30:00.000Z',
      '2026-03-16T07:33:20.000Z',
      '2026-03-16T07:37:10.000Z',
      '2026-03-16T08:30:00.000Z',
      '2026-03-17T06:30:00.000Z',
      '2026-03-17T06:30:00.001Z',
      '2026-03-17T22:45:30.000Z',
    ]);
    expect(items[0]?.track).toMatchObject({ id: '0aHalfmooneryWaltz0001', duration_ms: 214_000, external_ids: {} });
    expect(items[2]?.track).toMatchObject({ id: null, is_local: true, name: 'Ribbonfall (Part Two)' });
  });
});

describe('what Spotify lists', () => {
  const play = {
    kind: 'song',
    song: { title: 'T', artist: 'A' },
    startedAtMs: 0,
    endedAtMs: 1,
    isIncognito: false,
  } as const;

  test.each([
    ['30 seconds', { playedMs: 30_000 }, 1],
    ['less', { playedMs: 29_999 }, 0],
    ['a private session', { playedMs: 200_000, isIncognito: true }, 0],
    ['a podcast episode', { playedMs: 200_000, kind: 'episode' as const }, 0],
    ['an audiobook', { playedMs: 200_000, kind: 'audiobook' as const }, 0],
  ])('%s: %j makes %i', (_, change, count) => {
    expect(listedBySpotify([{ ...play, ...change }])).toHaveLength(count);
  });
});

describe('a collector', () => {
  test('that comes too late without timelapse has the last 50 plays and lost the others', async () => {
    const { sandbox, accessToken } = await connected();
    const truth = sandbox.truth('spotify', 'jonas', nowMs);
    const crawled = await crawl(sandbox, accessToken, nowMs - 30 * dayMs);

    expect(truth.length).toBeGreaterThan(400);
    expect(crawled.map(asListen)).toEqual(truth.slice(-50));
  });

  test('that comes in timelapse has nine days, every play once, as if it had run all week', async () => {
    const { sandbox, accessToken } = await connected('jonas', true);
    const crawled = await crawl(sandbox, accessToken, nowMs - 30 * dayMs);
    const truth = sandbox.truth('spotify', 'jonas', nowMs);

    expect(truth.length).toBeGreaterThan(400);
    expect(truth[0]?.listenedAtMs).toBeGreaterThanOrEqual(nowMs - 9 * dayMs);
    expect(crawled.map(asListen)).toEqual(truth);
  });

  test('that has caught up lives in real time: what was played since comes, and 50 of it at most', async () => {
    const { sandbox, accessToken } = await connected('jonas', true);
    const caughtUp = await crawl(sandbox, accessToken, nowMs - 30 * dayMs);
    const lastMs = Date.parse(caughtUp.at(-1)?.played_at ?? '');
    expect(await crawl(sandbox, accessToken, lastMs)).toEqual([]);

    await world.clock.advance(3 * dayMs);
    const again = await connect(sandbox, 'jonas');
    const since = sandbox
      .truth('spotify', 'jonas', nowMs + 3 * dayMs)
      .filter(({ listenedAtMs }) => listenedAtMs > lastMs);

    expect(since.length).toBeGreaterThan(100);
    expect((await crawl(sandbox, again.accessToken, lastMs)).map(asListen)).toEqual(since.slice(-50));
  });

  test('whose every answer is lost once loses no play', async () => {
    const { sandbox, accessToken } = await connected('priya', true);
    const heard: string[] = [];
    let cursorMs = nowMs - 30 * dayMs;
    let page;
    do {
      const ask = () => recentlyPlayed(sandbox, accessToken, `?limit=50&after=${cursorMs}`);
      sandbox.faults.add({ provider: 'spotify', kind: 'lost-answer' });
      await expect(ask()).rejects.toThrow('fetch failed');
      page = itemsOf(await ask());
      heard.push(...page.map((item) => item.played_at).toReversed());
      cursorMs = Date.parse(page[0]?.played_at ?? new Date(cursorMs).toISOString());
    } while (page.length === 50);

    expect(heard.map((instant) => Date.parse(instant))).toEqual(
      sandbox.truth('spotify', 'priya', nowMs).map(({ listenedAtMs }) => listenedAtMs),
    );
  });
});
