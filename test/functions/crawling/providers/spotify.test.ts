import { describe, expect, test } from '@jest/globals';

import { spotify } from '../../../../functions/crawling/providers/spotify.ts';
import { cannedHttp, jsonAnswer, nowMs } from '../../../support/canned-http.ts';
import type { CannedAnswer } from '../../../support/canned-http.ts';

const settings = { clientId: 'client', accountsUrl: 'https://accounts.test', apiUrl: 'https://api.test' };
const request = { accountName: 'ada', accessToken: 'secret-access', cursorMs: 1_700_000_000_000 };

function given(...answers: CannedAnswer[]) {
  const { http, requests } = cannedHttp(...answers);
  return { module: spotify(settings, { http, nowMs: () => nowMs }), requests };
}

const item = (playedAt: string, track: object = {}) => ({
  played_at: playedAt,
  context: null,
  track: {
    id: 'track-1',
    uri: 'spotify:track:track-1',
    name: 'First Light',
    duration_ms: 201_000,
    is_local: false,
    artists: [
      { id: 'a', name: 'Ann' },
      { id: 'b', name: 'Bob' },
    ],
    album: { id: 'c', name: 'Mornings', images: [] },
    external_ids: { isrc: 'QZEX12600001' },
    popularity: 3,
    ...track,
  },
});
const page = (items: unknown[]) => jsonAnswer(200, { href: '…', limit: 50, next: null, cursors: null, items });
const instant = (index: number) => new Date(1_700_000_000_000 + index * 60_000).toISOString();

describe('recently-played', () => {
  test('is asked for fifty plays after the cursor, with the access token', async () => {
    const { module, requests } = given(page([]));
    await module.fetchPage(request);
    expect(requests).toEqual([
      {
        method: 'GET',
        url: 'https://api.test/v1/me/player/recently-played?limit=50&after=1700000000000',
        headers: { authorization: 'Bearer secret-access', accept: 'application/json' },
      },
    ]);
  });

  test('gives each play with what the provider tells of it, and the newest instant as the next cursor', async () => {
    const { module } = given(page([item(instant(2)), item(instant(1))]));
    expect(await module.fetchPage(request)).toEqual({
      ok: true,
      value: {
        plays: [2, 1].map((index) => ({
          listenedAtMs: 1_700_000_000_000 + index * 60_000,
          timeQuality: 'exact',
          title: 'First Light',
          artist: 'Ann, Bob',
          album: 'Mornings',
          isrc: 'QZEX12600001',
          durationMs: 201_000,
          providerTrackId: 'track-1',
          providerKey: 'track-1',
        })),
        unreadable: [],
        nextCursorMs: 1_700_000_120_000,
        hasMore: false,
      },
    });
  });

  test('without items leaves the cursor where it is', async () => {
    const { module } = given(page([]));
    const value = { plays: [], unreadable: [], nextCursorMs: request.cursorMs, hasMore: false };
    expect(await module.fetchPage(request)).toEqual({ ok: true, value });
  });

  test('of fifty plays may have more behind it; of forty-nine it has none', async () => {
    const items = Array.from({ length: 50 }, (_, index) => item(instant(50 - index)));
    const { module } = given(page(items), page(items.slice(1)));
    expect(await module.fetchPage(request)).toMatchObject({ value: { hasMore: true } });
    expect(await module.fetchPage(request)).toMatchObject({ value: { hasMore: false } });
  });

  test('that is full but holds nothing new ends the crawl', async () => {
    const items = Array.from({ length: 50 }, () => item(instant(0)));
    const { module } = given(page(items));
    expect(await module.fetchPage(request)).toMatchObject({
      value: { hasMore: false, nextCursorMs: request.cursorMs },
    });
  });

  test('knows a local file by its uri', async () => {
    const uri = 'spotify:local:Ann:Mornings:First+Light:201';
    const { module } = given(page([item(instant(1), { id: null, is_local: true, uri, external_ids: {} })]));
    const answer = await module.fetchPage(request);
    expect(answer).toMatchObject({ value: { plays: [{ providerKey: `local:${uri}`, providerTrackId: uri }] } });
    expect(answer.ok && answer.value.plays[0]).not.toHaveProperty('isrc');
  });

  test.each([
    ['no external ids', { external_ids: undefined }],
    ['no album', { album: null }],
    ['no duration', { duration_ms: null }],
    ['nothing but an id', { name: undefined, artists: undefined, album: undefined }],
  ])('gives a play whose track has %s', async (_what, track) => {
    const { module } = given(page([item(instant(1), track)]));
    const answer = await module.fetchPage(request);
    expect(answer).toMatchObject({ value: { plays: [{ providerKey: 'track-1' }], unreadable: [] } });
  });

  test('names the items that are no plays and gives the others', async () => {
    const { module } = given(
      page([item(instant(2)), item('yesterday'), { track: null }, item(instant(1), { id: null, uri: null }), 7]),
    );
    expect(await module.fetchPage(request)).toMatchObject({
      value: {
        plays: [{ listenedAtMs: 1_700_000_120_000 }],
        unreadable: [
          'played_at must be an instant, got "yesterday"',
          'played_at must be an instant, got undefined',
          `the track played at ${instant(1)} has neither id nor uri`,
          'played_at must be an instant, got undefined',
        ],
      },
    });
  });

  test.each([
    ['seconds', '7293', 7_293_000],
    ['hours of seconds', '74214', 74_214_000],
    ['a date', new Date(nowMs + 90_000).toUTCString(), 90_000],
    ['nothing', undefined, 60_000],
    ['a date of the past', new Date(nowMs - 90_000).toUTCString(), 1_000],
    ['zero', '0', 1_000],
    ['nonsense', 'soon', 60_000],
    ['a year', '31536000', 604_800_000],
  ])('that is rate-limited says for how long: %s', async (_what, retryAfter, retryAfterMs) => {
    const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    const { module } = given(jsonAnswer(429, { error: { status: 429 } }, headers));
    expect(await module.fetchPage(request)).toEqual({ ok: false, error: { type: 'RateLimited', retryAfterMs } });
  });

  test.each([
    [401, { type: 'Unauthorised' }],
    [403, { type: 'Refused', status: 403 }],
    [404, { type: 'Refused', status: 404 }],
  ])('that is answered with %i is an obstacle', async (status, error) => {
    const { module } = given(jsonAnswer(status, { error: { status, message: 'no' } }));
    expect(await module.fetchPage(request)).toEqual({ ok: false, error });
  });

  test.each<[string, CannedAnswer]>([
    ['an HTML 502', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>secret-access</html>' }],
    ['an HTML 200', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>secret-access</html>' }],
    ['a 200 without items', jsonAnswer(200, { error: 'secret-access' })],
    ['a redirect', { status: 302, headers: { location: 'https://elsewhere.test' }, body: '' }],
    ['no answer in time', new Error('GET https://api.test/v1/me/player/recently-played had no answer within 8000 ms')],
  ])('that gets %s is a fault without a secret in it', async (_what, answer) => {
    const { module } = given(answer);
    const fault = await module.fetchPage(request).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Error);
    expect(String(fault)).not.toContain('secret');
  });
});

describe('authorization', () => {
  const flowOf = (...answers: CannedAnswer[]) => {
    const { module, requests } = given(...answers);
    if (!module.authorisationCode) throw new Error('there is no authorization flow');
    return { flow: module.authorisationCode, requests };
  };

  test('begins at an address that carries state, challenge and the one scope', () => {
    const { flow } = flowOf();
    const redirectUrl = 'https://app.test/oauth/callback';
    const url = new URL(flow.authoriseUrl({ state: 'state', codeChallenge: 'challenge', redirectUrl }));
    expect(url.origin + url.pathname).toBe('https://accounts.test/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client',
      response_type: 'code',
      redirect_uri: redirectUrl,
      state: 'state',
      scope: 'user-read-recently-played',
      code_challenge_method: 'S256',
      code_challenge: 'challenge',
    });
  });

  test('exchanges a code with its verifier', async () => {
    const { flow, requests } = flowOf(
      jsonAnswer(200, { access_token: 'a', token_type: 'Bearer', scope: 's', expires_in: 3600, refresh_token: 'r' }),
    );
    const grant = await flow.exchangeCode({ code: 'c', codeVerifier: 'v', redirectUrl: 'https://app.test/cb' });
    expect(grant).toEqual({
      ok: true,
      value: { accessToken: 'a', refreshToken: 'r', expiresInSeconds: 3600, scope: 's' },
    });
    expect(requests[0]).toMatchObject({ method: 'POST', url: 'https://accounts.test/api/token' });
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      redirect_uri: 'https://app.test/cb',
      code_verifier: 'v',
      client_id: 'client',
    });
  });

  test('refreshes, with or without a new refresh token', async () => {
    const { flow, requests } = flowOf(
      jsonAnswer(200, { access_token: 'a', refresh_token: 'r2' }),
      jsonAnswer(200, { access_token: 'b' }),
    );
    expect(await flow.refresh('r1')).toEqual({ ok: true, value: { accessToken: 'a', refreshToken: 'r2' } });
    expect(await flow.refresh('r2')).toEqual({ ok: true, value: { accessToken: 'b' } });
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'r1',
      client_id: 'client',
    });
  });

  test('tells an ended grant and a full hour from a fault', async () => {
    const { flow } = flowOf(
      jsonAnswer(400, { error: 'invalid_grant', error_description: 'Refresh token revoked' }),
      jsonAnswer(429, {}, { 'retry-after': '3600' }),
    );
    expect(await flow.refresh('r')).toEqual({ ok: false, error: { type: 'InvalidGrant' } });
    expect(await flow.refresh('r')).toEqual({ ok: false, error: { type: 'RateLimited', retryAfterMs: 3_600_000 } });
  });

  test.each<[string, CannedAnswer]>([
    ['an unknown client', jsonAnswer(400, { error: 'invalid_client' })],
    ['an outage', { status: 503, headers: {}, body: 'refresh-secret' }],
    ['an HTML page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>refresh-secret</p>' }],
    ['an answer without a token', jsonAnswer(200, { token_type: 'Bearer' })],
  ])('gets a fault without a secret in it from %s', async (_what, answer) => {
    const { flow } = flowOf(answer);
    const fault = await flow.refresh('refresh-secret').catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Error);
    expect(String(fault)).not.toContain('refresh-secret');
  });

  test('asks whose account an access token opens', async () => {
    const { flow, requests } = flowOf(jsonAnswer(200, { id: 'ada', display_name: 'Ada' }), jsonAnswer(403, {}));
    expect(await flow.accountName('a')).toEqual({ ok: true, value: 'ada' });
    expect(requests[0]?.url).toBe('https://api.test/v1/me');
    expect(await flow.accountName('a')).toEqual({ ok: false, error: { type: 'Refused', status: 403 } });
  });
});
