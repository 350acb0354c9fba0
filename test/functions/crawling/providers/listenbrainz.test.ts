import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { listenbrainz } from '../../../../functions/crawling/providers/listenbrainz.ts';
import type { Http } from '../../../../functions/crawling/providers/provider.ts';
import { cannedHttp, jsonAnswer, nowMs } from '../../../support/canned-http.ts';
import type { CannedAnswer } from '../../../support/canned-http.ts';

const apiUrl = 'https://api.test';
const cursorMs = 1_700_000_000_000;
const request = { accountName: 'ada lovelace', accessToken: 'secret-token', cursorMs };

function given(...answers: CannedAnswer[]) {
  const { http, requests } = cannedHttp(...answers);
  return { module: listenbrainz({ apiUrl }, { http, nowMs: () => nowMs }), requests };
}

const listen = (listenedAt: unknown, metadata: object = {}) => ({
  inserted_at: 1,
  listened_at: listenedAt,
  recording_msid: 'msid',
  user_name: 'ada',
  track_metadata: {
    artist_name: 'Ann feat. Bob',
    track_name: 'First Light',
    release_name: 'Mornings',
    additional_info: { isrc: 'QZEX12600001', duration_ms: 201_000, recording_mbid: 'mbid' },
    ...metadata,
  },
});
const page = (listens: unknown[]) =>
  jsonAnswer(200, {
    payload: { count: listens.length, user_id: 'ada', latest_listen_ts: 9, oldest_listen_ts: 1, listens },
  });

describe('a page of listens', () => {
  test('is a thousand after the cursor’s second, asked for with the token', async () => {
    const { module, requests } = given(page([]));
    await module.fetchPage({ ...request, cursorMs: cursorMs + 999 });
    expect(requests).toEqual([
      {
        method: 'GET',
        url: 'https://api.test/1/user/ada%20lovelace/listens?min_ts=1700000000&count=1000',
        headers: { authorization: 'Token secret-token', accept: 'application/json' },
      },
    ]);
  });

  test('gives each play with what the provider tells of it', async () => {
    const { module } = given(page([listen(1_700_000_120), listen(1_700_000_060)]));
    expect(await module.fetchPage(request)).toEqual({
      ok: true,
      value: {
        plays: [1_700_000_120_000, 1_700_000_060_000].map((listenedAtMs) => ({
          listenedAtMs,
          timeQuality: 'exact',
          title: 'First Light',
          artist: 'Ann feat. Bob',
          album: 'Mornings',
          isrc: 'QZEX12600001',
          durationMs: 201_000,
          providerTrackId: 'mbid',
          providerKey: 'ann feat. bob\u0000first light\u0000mornings',
        })),
        unreadable: [],
        nextCursorMs: 1_700_000_120_000,
        hasMore: false,
      },
    });
  });

  test.each([
    ['seconds of duration', { additional_info: { duration: 201 } }, { durationMs: 201_000 }],
    [
      'several recording codes',
      { additional_info: { isrc: ['QZEX12600001', 'QZEX12600002'] } },
      { isrc: 'QZEX12600001' },
    ],
    ['a mapping', { mbid_mapping: { recording_mbid: 'mapped' } }, { providerTrackId: 'mapped' }],
    ['names alone', { additional_info: undefined, release_name: null }, { providerTrackId: 'msid' }],
  ])('reads a listen with %s', async (_what, metadata, play) => {
    const { module } = given(page([listen(1_700_000_060, metadata)]));
    expect(await module.fetchPage(request)).toMatchObject({ value: { plays: [play], unreadable: [] } });
  });

  test('gives the same key to names that differ in case, spaces and composition only', async () => {
    const { module } = given(
      page([
        listen(1_700_000_060, { artist_name: 'Zoe\u0301', track_name: ' Sky ' }),
        listen(1_700_000_060, { artist_name: 'ZO\u00C9', track_name: 'sky' }),
      ]),
    );
    const answer = await module.fetchPage(request);
    const keys = answer.ok ? answer.value.plays.map(({ providerKey }) => providerKey) : [];
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(2);
  });

  test('names the items that are no plays and gives the others', async () => {
    const { module } = given(page([listen(1_700_000_060), listen('now'), null]));
    expect(await module.fetchPage(request)).toMatchObject({
      value: {
        plays: [{ listenedAtMs: 1_700_000_060_000 }],
        unreadable: ['listened_at must be seconds, got "now"', 'listened_at must be seconds, got undefined'],
      },
    });
  });

  test.each([
    [429, { 'x-ratelimit-reset-in': '7' }, { type: 'RateLimited', retryAfterMs: 7_000 }],
    [429, { 'x-ratelimit-reset-in': '7', 'retry-after': '9' }, { type: 'RateLimited', retryAfterMs: 9_000 }],
    [401, {}, { type: 'Unauthorised' }],
    [404, {}, { type: 'Refused', status: 404 }],
  ])('answered with %i %j is an obstacle', async (status, headers, error) => {
    const { module } = given(jsonAnswer(status, { code: status, error: 'no' }, headers));
    expect(await module.fetchPage(request)).toEqual({ ok: false, error });
  });

  test.each<[string, CannedAnswer]>([
    ['an HTML 502', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['an HTML 200', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['a 200 without listens', jsonAnswer(200, { payload: {} })],
    ['no answer in time', new Error('GET https://api.test/1/user/ada/listens had no answer within 8000 ms')],
  ])('that is %s is a fault', async (_what, answer) => {
    const { module } = given(answer);
    await expect(module.fetchPage(request)).rejects.toThrow(/^(listenbrainz listens answered|GET)/);
  });
});

describe('walking through the pages', () => {
  /** The provider as documented: `min_ts` exclusive, the thousand listens just after it, newest first. */
  function server(seconds: readonly number[]): Http {
    const listens = seconds.map((second, index) => listen(second, { track_name: `Song ${index}` }));
    return async ({ url }) => {
      const { searchParams } = new URL(url);
      const after = listens
        .filter(({ listened_at }) => Number(listened_at) > Number(searchParams.get('min_ts')))
        .toSorted((a, b) => Number(a.listened_at) - Number(b.listened_at));
      return page(after.slice(0, Number(searchParams.get('count'))).toReversed());
    };
  }

  async function walk(http: Http) {
    const module = listenbrainz({ apiUrl }, { http, nowMs: () => nowMs });
    const titles = new Set<string>();
    const unreadable: string[] = [];
    let cursor = cursorMs;
    for (let pages = 1; pages <= 20; pages += 1) {
      const answer = await module.fetchPage({ ...request, cursorMs: cursor });
      if (!answer.ok) throw new Error('the page was refused');
      const { plays, nextCursorMs, hasMore } = answer.value;
      for (const { title } of plays) titles.add(title);
      unreadable.push(...answer.value.unreadable);
      cursor = nextCursorMs;
      if (!hasMore) return { titles, unreadable, cursor, pages };
    }
    throw new Error('the walk does not end');
  }

  test('gives every listen, wherever a page ends within a second', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 900, max: 1_100 }),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 1_200 }),
        async (before, together, after) => {
          const first = cursorMs / 1000 + 1;
          const seconds = [
            ...Array.from({ length: before }, (_, index) => first + index),
            ...Array.from({ length: together }, () => first + before),
            ...Array.from({ length: after }, (_, index) => first + before + 1 + index),
          ];
          const { titles, unreadable } = await walk(server(seconds));
          expect(titles.size).toBe(seconds.length);
          expect(unreadable).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('ends even when one second holds more than a page, and says that the rest of it cannot be read', async () => {
    const second = cursorMs / 1000 + 5;
    const seconds = [...Array.from({ length: 1_500 }, () => second), second + 1];
    const { titles, unreadable, cursor } = await walk(server(seconds));
    expect(titles.size).toBe(1_001);
    expect(unreadable[0]).toContain('more than 1000 listens at');
    expect(cursor).toBe((second + 1) * 1000);
  });
});

describe('a personal token', () => {
  const validate = (...answers: CannedAnswer[]) => given(...answers).module.personalToken?.validate('secret-token');

  test('that is valid names its account', async () => {
    const answer = jsonAnswer(200, { code: 200, message: 'Token valid.', valid: true, user_name: 'ada' });
    expect(await validate(answer)).toEqual({ ok: true, value: 'ada' });
  });

  test('that is invalid is refused, although the status is 200', async () => {
    const answer = jsonAnswer(200, { code: 200, message: 'Token invalid.', valid: false });
    expect(await validate(answer)).toEqual({ ok: false, error: { type: 'TokenInvalid' } });
  });
});
