import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { Sandbox } from '../../../localstack/sandbox/start-sandbox.ts';
import { call, connect, postToken, recentlyPlayed, sandboxWorld } from './sandbox-world.ts';

let world: ReturnType<typeof sandboxWorld>;
let sandbox: Sandbox;
beforeEach(async () => {
  world = sandboxWorld();
  sandbox = await world.start();
});
afterEach(() => world.close());

const listens = (user: string) => call(`${sandbox.listenBrainzApiUrl}/1/user/${user}/listens?count=1`);

const post = (path: string, body: unknown) =>
  call(`${sandbox.url}/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) });

describe('a fault', () => {
  test('meets as many requests as it counts, then is spent', async () => {
    const { accessToken } = await connect(sandbox, 'jonas');
    sandbox.faults.add({ provider: 'spotify', kind: 'server-error', status: 503, count: 2 });
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await recentlyPlayed(sandbox, accessToken)).status);

    expect(statuses).toEqual([503, 503, 200]);
    expect(sandbox.faults.list()).toEqual([]);
  });

  test('meets only the account and the operation at which it is aimed', async () => {
    const jonas = await connect(sandbox, 'jonas');
    const priya = await connect(sandbox, 'priya');
    sandbox.faults.add({
      provider: 'spotify',
      account: 'jonas',
      operation: 'recently-played',
      kind: 'server-error',
      status: 500,
      count: Infinity,
    });

    expect((await recentlyPlayed(sandbox, priya.accessToken)).status).toBe(200);
    expect((await recentlyPlayed(sandbox, jonas.accessToken)).status).toBe(500);
    expect((await postToken(sandbox, { grant_type: 'refresh_token', refresh_token: jonas.refreshToken })).status).toBe(
      200,
    );
    expect((await listens('avery')).status).toBe(200);
  });

  test('of a used-up quota is 429 with Retry-After at Spotify', async () => {
    const { accessToken } = await connect(sandbox, 'jonas');
    sandbox.faults.add({
      provider: 'spotify',
      kind: 'too-many-requests',
      retryAfterSeconds: 7293,
      isQuotaExceeded: true,
    });
    const { status, headers, body } = await recentlyPlayed(sandbox, accessToken);

    expect([status, headers.get('retry-after')]).toEqual([429, '7293']);
    expect(body).toEqual({ error: { status: 429, message: 'Too many requests', reason: 'QUOTA_EXCEEDED' } });
  });

  test('of too many requests tells its end in X-RateLimit-Reset-In at ListenBrainz', async () => {
    sandbox.faults.add({
      provider: 'listenbrainz',
      account: 'tomas',
      kind: 'too-many-requests',
      retryAfterSeconds: 40,
    });
    const { status, headers } = await listens('tomas');

    expect(status).toBe(429);
    expect(headers.get('x-ratelimit-reset-in')).toBe('40');
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
  });

  test('of a proxy is an HTML page', async () => {
    sandbox.faults.add({ provider: 'listenbrainz', kind: 'html-page', status: 502 });
    const { status, headers } = await listens('tomas');

    expect([status, headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
  });

  test('of the connection is no answer at all', async () => {
    sandbox.faults.add({ provider: 'listenbrainz', kind: 'reset' });

    await expect(listens('tomas')).rejects.toThrow('fetch failed');
    expect((await listens('tomas')).status).toBe(200);
  });

  test('that hangs keeps silent until its time is over, then hangs up', async () => {
    sandbox.faults.add({ provider: 'listenbrainz', account: 'tomas', kind: 'hang', holdMs: 30_000 });
    let outcome = 'silence';
    const silent = listens('tomas').then(
      () => (outcome = 'an answer'),
      (fault: unknown) => (outcome = String(fault)),
    );
    // The fault is spent once the request is being held; each other request that comes and goes gives it time to arrive.
    for (let turn = 0; turn < 50 && sandbox.faults.list().length > 0; turn += 1) await listens('avery');
    await world.clock.advance(29_999);
    await listens('avery');
    expect([sandbox.faults.list(), outcome]).toEqual([[], 'silence']);

    await world.clock.advance(1);
    expect(await silent).toContain('fetch failed');
  });

  test('of a lost answer still rotates the refresh token, which is then gone', async () => {
    const { refreshToken } = await connect(sandbox, 'jonas');
    const refresh = () => postToken(sandbox, { grant_type: 'refresh_token', refresh_token: refreshToken });
    sandbox.faults.add({ provider: 'spotify', operation: 'token', account: 'jonas', kind: 'lost-answer' });

    await expect(refresh()).rejects.toThrow('fetch failed');
    expect((await refresh()).body['error_description']).toBe('Refresh token revoked');
  });

  test('counts from one', () => {
    expect(() => sandbox.faults.add({ provider: 'spotify', kind: 'reset', count: 0 })).toThrow(
      'count must be at least 1, got 0',
    );
  });
});

describe('tokens', () => {
  test('that were revoked are invalid, and so is the refresh token', async () => {
    const { accessToken, refreshToken } = await connect(sandbox, 'jonas');
    sandbox.revokeTokens('spotify', 'jonas');
    const refreshed = await postToken(sandbox, { grant_type: 'refresh_token', refresh_token: refreshToken });

    expect((await recentlyPlayed(sandbox, accessToken)).body).toEqual({
      error: { status: 401, message: 'Invalid access token' },
    });
    expect(refreshed.body).toEqual({ error: 'invalid_grant', error_description: 'Refresh token revoked' });
  });

  test('that were made to expire can be refreshed', async () => {
    const { accessToken, refreshToken } = await connect(sandbox, 'jonas');
    sandbox.expireTokens('spotify', 'jonas');
    const refreshed = await postToken(sandbox, { grant_type: 'refresh_token', refresh_token: refreshToken });

    expect((await recentlyPlayed(sandbox, accessToken)).body).toEqual({
      error: { status: 401, message: 'The access token expired' },
    });
    expect(refreshed.status).toBe(200);
  });
});

describe('the admin API', () => {
  test('sets, lists and clears faults', async () => {
    const set = await post('/faults', {
      provider: 'spotify',
      account: 'jonas',
      kind: 'hang',
      holdMs: 5,
      count: 'always',
    });
    const listed = await call(`${sandbox.url}/_sandbox/faults`);
    const cleared = await call(`${sandbox.url}/_sandbox/faults/${String(set.body['id'])}`, { method: 'DELETE' });

    expect(set.status).toBe(201);
    expect(listed.body['faults']).toEqual([
      { id: 1, provider: 'spotify', account: 'jonas', kind: 'hang', holdMs: 5, left: 'always' },
    ]);
    expect(cleared.body).toEqual({ cleared: true });
    expect(sandbox.faults.list()).toEqual([]);
  });

  test('revokes and expires tokens', async () => {
    const { accessToken } = await connect(sandbox, 'jonas');

    expect((await post('/faults', { provider: 'spotify', account: 'jonas', kind: 'expire-tokens' })).status).toBe(200);
    expect((await recentlyPlayed(sandbox, accessToken)).status).toBe(401);
    expect((await post('/faults', { provider: 'listenbrainz', account: 'tomas', kind: 'revoke-tokens' })).status).toBe(
      200,
    );
  });

  test.each([
    [{ provider: 'tidal', kind: 'reset' }, 'provider must be spotify or listenbrainz, got "tidal"'],
    [{ provider: 'spotify', kind: 'flood' }, 'got "flood"'],
    [{ provider: 'spotify', kind: 'reset', acount: 'jonas' }, 'acount is not a field of a fault'],
    [{ provider: 'spotify', kind: 'server-error', status: 404 }, 'status must be from 500 to 599, got 404'],
    [{ provider: 'spotify', kind: 'reset', count: 0 }, 'count must be a whole number from 1, or "always", got 0'],
    [{ provider: 'spotify', kind: 'reset', account: 'nobody' }, 'there is no account spotify:nobody'],
    [{ provider: 'spotify', kind: 'reset', operation: 'listens' }, 'it has authorize, token, me, recently-played'],
    [{ provider: 'listenbrainz', account: 'tomas', kind: 'expire-tokens' }, 'ListenBrainz tokens do not expire'],
  ])('refuses %j', async (body, words) => {
    const answer = await post('/faults', body);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body['message']).toContain(words);
  });

  test('registers a redirect address', async () => {
    expect((await post('/spotify/redirects', { url: 'https://example.org/back' })).status).toBe(201);
    expect((await post('/spotify/redirects', { url: 'ftp://example.org' })).status).toBe(400);
  });

  test('says that an endpoint is not implemented, and what is', async () => {
    const { status, body } = await call(`${sandbox.spotifyApiUrl}/v1/albums`);

    expect(status).toBe(501);
    expect(body['message']).toContain('GET /spotify/api/v1/albums is not implemented');
    expect(body['message']).toContain('GET /spotify/api/v1/me/player/recently-played');
  });
});
