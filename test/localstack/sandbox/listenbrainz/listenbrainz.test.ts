import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { listedByListenBrainz } from '../../../../localstack/sandbox/listenbrainz/listed.ts';
import type { Sandbox } from '../../../../localstack/sandbox/start-sandbox.ts';
import { call, nowMs, sandboxWorld } from '../sandbox-world.ts';

const ownHistory = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'histories', 'listenbrainz-export');

interface Payload {
  readonly count: number;
  readonly user_id: string;
  readonly latest_listen_ts: number;
  readonly oldest_listen_ts: number;
  readonly listens: readonly {
    readonly listened_at: number;
    readonly user_name: string;
    readonly recording_msid: string;
    readonly track_metadata: {
      readonly artist_name: string;
      readonly track_name: string;
      readonly additional_info: Readonly<Record<string, unknown>>;
    };
  }[];
}

let world: ReturnType<typeof sandboxWorld>;
let sandbox: Sandbox;
beforeEach(async () => {
  world = sandboxWorld();
  sandbox = await world.start({ histories: [ownHistory] });
});
afterEach(() => world.close());

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  call(`${sandbox.listenBrainzApiUrl}${path}`, { headers });

async function listensOf(user: string, query = ''): Promise<Payload> {
  const { body } = await get(`/1/user/${user}/listens${query}`);
  return body['payload'] as Payload;
}

const truthSeconds = (user: string): number[] =>
  sandbox.truth('listenbrainz', user, nowMs).map(({ listenedAtMs }) => listenedAtMs / 1000);

describe('listens', () => {
  test('are the newest 25, newest first, in whole seconds', async () => {
    const payload = await listensOf('tomas');
    const truth = truthSeconds('tomas');

    expect(payload).toMatchObject({
      count: 25,
      user_id: 'tomas',
      latest_listen_ts: truth.at(-1),
      oldest_listen_ts: truth[0],
    });
    expect(payload.listens.map(({ listened_at: at }) => at)).toEqual(truth.slice(-25).toReversed());
    expect(truth.every(Number.isInteger)).toBe(true);
  });

  test('say who played what, with the ISRC and the duration when they are known', async () => {
    const [listen] = (await listensOf('tomas')).listens;
    const [known] = sandbox.truth('listenbrainz', 'tomas', nowMs).slice(-1);

    expect(listen).toMatchObject({
      user_name: 'tomas',
      recording_msid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      track_metadata: {
        artist_name: known?.artist,
        track_name: known?.title,
        additional_info: { isrc: known?.isrc, duration_ms: expect.any(Number) },
      },
    });
  });

  test('with min_ts alone are the ones that follow it, so that a client can read on to now', async () => {
    const truth = truthSeconds('tomas');
    const read: number[] = [];
    let minTs = (truth[0] ?? 0) - 1;
    for (let page = await listensOf('tomas', `?min_ts=${minTs}&count=100`); page.count > 0;) {
      read.push(...page.listens.map(({ listened_at: at }) => at).toReversed());
      minTs = read.at(-1) ?? minTs;
      page = await listensOf('tomas', `?min_ts=${minTs}&count=100`);
    }

    expect(read).toEqual(truth);
  });

  test('take max_ts and min_ts as exclusive', async () => {
    const truth = truthSeconds('tomas');
    const [a = 0, b = 0, c = 0] = truth.slice(-3);

    expect((await listensOf('tomas', `?max_ts=${c}&count=1`)).listens[0]?.listened_at).toBe(b);
    expect((await listensOf('tomas', `?min_ts=${b}`)).listens.map(({ listened_at: at }) => at)).toEqual([c]);
    expect((await listensOf('tomas', `?min_ts=${a}&max_ts=${c}`)).listens.map(({ listened_at: at }) => at)).toEqual([
      b,
    ]);
  });

  test('come a thousand at a time at most', async () => {
    const payload = await listensOf('tomas', '?count=5000');

    expect(payload.count).toBe(Math.min(truthSeconds('tomas').length, 1000));
  });

  test.each([
    ['/1/user/nobody/listens', 404, 'Cannot find user: nobody'],
    ['/1/user/nobody/listen-count', 404, 'Cannot find user: nobody'],
    ['/1/user/tomas/listens?count=-1', 400, "'count' should be a non-negative integer"],
    ['/1/user/tomas/listens?min_ts=x', 400, "'min_ts' should be a non-negative integer"],
    ['/1/user/tomas/listens?min_ts=5&max_ts=5', 400, 'max_ts should be greater than min_ts'],
  ])('%s is %i', async (path, code, error) => {
    const { status, body } = await get(path);

    expect([status, body]).toEqual([code, { code, error }]);
  });

  test('of a person’s own export keep two songs of one second', async () => {
    const { listens } = await listensOf('lumen');

    expect(listens.map(({ track_metadata: song }) => song.track_name)).toEqual([
      'Halfmoonery Waltz',
      'Ribbonfall (Part Two)',
      'Saltwinter Avenue',
      'Halfmoonery Waltz',
    ]);
    expect(listens[1]?.listened_at).toBe(listens[2]?.listened_at);
  });

  test('are counted', async () => {
    expect((await get('/1/user/tomas/listen-count')).body).toEqual({
      payload: { count: truthSeconds('tomas').length },
    });
  });
});

describe('validate-token', () => {
  const tokenOf = (name: string): string =>
    sandbox.accounts.find((account) => account.name === name && account.userToken)?.userToken ?? '';

  test('knows the user in the header, whatever the case of its first word, and in the query', async () => {
    const valid = { code: 200, message: 'Token valid.', valid: true, user_name: 'avery' };

    expect((await get('/1/validate-token', { authorization: `Token ${tokenOf('avery')}` })).body).toEqual(valid);
    expect((await get('/1/validate-token', { authorization: `token ${tokenOf('avery')}` })).body).toEqual(valid);
    expect((await get(`/1/validate-token?token=${tokenOf('avery')}`)).body).toEqual(valid);
  });

  test('answers 200 to an invalid token and 400 to none', async () => {
    const invalid = await get('/1/validate-token?token=made-up');

    expect([invalid.status, invalid.body]).toEqual([200, { code: 200, message: 'Token invalid.', valid: false }]);
    expect((await get('/1/validate-token')).status).toBe(400);
  });

  test('no longer knows a token that was reset', async () => {
    const before = tokenOf('avery');
    sandbox.revokeTokens('listenbrainz', 'avery');

    expect((await get(`/1/validate-token?token=${before}`)).body['valid']).toBe(false);
  });
});

describe('the rate limit', () => {
  test('is told with every answer and ends in 429 until the window is over', async () => {
    await sandbox.stop();
    sandbox = await world.start({ rateLimit: { requestsMax: 2, windowSeconds: 10 } });
    const first = await get('/1/user/tomas/listen-count');
    await world.clock.advance(4_000);
    await get('/1/user/tomas/listen-count');
    const over = await get('/1/user/tomas/listen-count');
    await world.clock.advance(6_000);

    expect(first.headers.get('x-ratelimit-limit')).toBe('2');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
    expect(over.status).toBe(429);
    expect(over.headers.get('x-ratelimit-reset-in')).toBe('6');
    expect(over.headers.get('x-ratelimit-reset')).toBe(String((nowMs + 10_000) / 1000));
    expect(over.body['code']).toBe(429);
    expect((await get('/1/user/tomas/listen-count')).status).toBe(200);
  });
});

describe('what a player submits', () => {
  const song = { title: 'T', artist: 'A', durationMs: 600_000 };
  const play = { kind: 'song', song, startedAtMs: 1_500, endedAtMs: 9_000, isIncognito: false } as const;

  test.each([
    [{ playedMs: 240_000 }, 1],
    [{ playedMs: 239_999 }, 0],
    [{ playedMs: 50_000, song: { ...song, durationMs: 100_000 } }, 1],
    [{ playedMs: 49_999, song: { ...song, durationMs: 100_000 } }, 0],
    [{}, 1],
  ])('%j makes %i listens', (change, count) => {
    expect(listedByListenBrainz([{ ...play, ...change }])).toHaveLength(count);
  });

  test('the start of the play in whole seconds', () => {
    expect(listedByListenBrainz([play])[0]?.listenedAtMs).toBe(1_000);
  });
});
