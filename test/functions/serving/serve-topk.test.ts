import { describe, expect, test } from '@jest/globals';

import type { ServingPorts } from '../../../functions/serving/ports.ts';
import { serveTopk } from '../../../functions/serving/serve-topk.ts';
import { listen, testNowMs } from '../../support/listen-builders.ts';
import { httpRequest, servingWorld } from '../../support/serving-world.ts';

const cacheTtlMs = 30_000;
const at = (instant: string, title: string, overrides: Parameters<typeof listen>[0] = {}) =>
  listen({ title, listenedAtMs: Date.parse(instant), providerKey: `${title} ${instant}`, ...overrides });
const history = [
  at('2026-11-20T10:00:00.500Z', 'Harbour Lights', { album: 'North Quay' }),
  at('2026-11-19T10:00:00.000Z', 'Harbour Lights', { provider: 'listenbrainz' }),
  at('2026-11-20T11:00:00.000Z', 'Salt and Iron', { timeQuality: 'inferred' }),
  // Before and after midnight in Berlin, seven days ago.
  at('2026-11-13T22:59:59.000Z', 'Too Early'),
  at('2026-11-13T23:00:00.000Z', 'Just In Time'),
];

type Answered = { statusCode: number; headers: Record<string, string>; body: Record<string, unknown> };
async function world(overrides: (ports: ServingPorts) => Partial<ServingPorts> = () => ({})) {
  const built = await servingWorld(history);
  const serve = serveTopk({ ...built.ports, ...overrides(built.ports) }, cacheTtlMs);
  const get = async (pathAndQuery: string, method?: string): Promise<Answered> => {
    const { statusCode, headers, body } = await serve(httpRequest(pathAndQuery, method));
    return {
      statusCode: statusCode ?? 0,
      headers: headers as Record<string, string>,
      body: JSON.parse(body ?? '') as Record<string, unknown>,
    };
  };
  return { ...built, serve, get };
}
const titlesOf = ({ body }: Answered) => (body['songs'] as { title: string }[]).map(({ title }) => title);

test('an answer says what was counted, over which window, how fresh it is, and ranks the songs', async () => {
  const { get } = await world();

  const answer = await get('/users/mara/topk');

  expect(answer).toEqual({
    statusCode: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-topk-source': 'table' },
    body: {
      user_id: 'mara',
      window: {
        kind: 'calendar',
        days: 7,
        zone: 'Europe/Berlin',
        from: '2026-11-13T23:00:00.000Z',
        to: '2026-11-20T23:00:00.000Z',
      },
      freshness: { latest_listen_at: '2026-11-20T11:00:00.000Z' },
      k: 10,
      listens: 4,
      distinct_songs: 3,
      songs: [
        {
          rank: 1,
          song_id: history[0]!.song_id,
          count: 2,
          title: 'Harbour Lights',
          artist: 'The Tidewaters',
          album: 'North Quay',
          providers: ['listenbrainz', 'spotify'],
          last_listened_at: '2026-11-20T10:00:00.000Z',
        },
        expect.objectContaining({ rank: 2, title: 'Salt and Iron', count: 1, album: null }),
        expect.objectContaining({ rank: 3, title: 'Just In Time', count: 1 }),
      ],
    },
  });
});

describe('what is asked for is what is counted', () => {
  test.each([
    ['days=1', ['Salt and Iron', 'Harbour Lights']],
    ['k=1', ['Harbour Lights']],
    ['window=rolling', ['Harbour Lights', 'Salt and Iron', 'Just In Time', 'Too Early']],
    ['window=rolling&days=1', ['Salt and Iron', 'Harbour Lights']],
    ['provider=listenbrainz', ['Harbour Lights']],
    ['inferred=exclude', ['Harbour Lights', 'Just In Time']],
    ['provider=apple', []],
  ])('%s', async (query, titles) => {
    const { get } = await world();
    expect(titlesOf(await get(`/users/mara/topk?${query}`))).toEqual(titles);
  });
});

test('the versioned path gives the same bytes', async () => {
  const { get } = await world();
  expect((await get('/api/v1/users/mara/topk')).body).toEqual((await get('/users/mara/topk')).body);
});

test('a listener without listens has an empty ranking', async () => {
  const built = await servingWorld([], { mara: 'Asia/Kolkata' });
  const { body } = await serveTopk(built.ports, cacheTtlMs)(httpRequest('/users/mara/topk'));
  expect(JSON.parse(body ?? '')).toMatchObject({
    freshness: { latest_listen_at: null },
    listens: 0,
    distinct_songs: 0,
    songs: [],
  });
});

test('nobody sees what somebody else listened to', async () => {
  const built = await servingWorld([...history, listen({ userId: 'mara2', title: 'Private' })], {
    mara: 'UTC',
    mara2: 'UTC',
  });
  const { body } = await serveTopk(built.ports, cacheTtlMs)(httpRequest('/users/mara/topk'));
  expect(body).not.toContain('Private');
});

describe('an error has a code, a message, details and a trace id', () => {
  test.each([
    ['GET', '/users/nobody/topk', 404, 'user_not_found'],
    ['GET', '/', 404, 'route_not_found'],
    ['GET', '/users/mara', 404, 'route_not_found'],
    ['GET', '/users/mara/topk/', 404, 'route_not_found'],
    ['GET', '/users/mara/x/topk', 404, 'route_not_found'],
    ['GET', '/api/v2/users/mara/topk', 404, 'route_not_found'],
    ['POST', '/nowhere', 404, 'route_not_found'],
    ['POST', '/users/mara/topk', 405, 'method_not_allowed'],
    ['DELETE', '/api/v1/users/mara/topk', 405, 'method_not_allowed'],
  ])('%s %s is %d %s', async (method, path, statusCode, code) => {
    const { get } = await world();
    const answer = await get(path, method);
    expect(answer.statusCode).toBe(statusCode);
    expect(answer.body).toEqual({ code, message: expect.any(String), details: [], traceId: 'trace-1' });
    expect(answer.headers['allow']).toBe(statusCode === 405 ? 'GET' : undefined);
  });

  test('and details that name each bad parameter', async () => {
    const { get, reads } = await world();
    const answer = await get('/users/%23mara/topk?days=8&colour=red');
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalid_request', message: 'The request has 3 problems.' });
    expect((answer.body['details'] as { parameter: string }[]).map(({ parameter }) => parameter)).toEqual([
      'user_id',
      'days',
      'colour',
    ]);
    expect(reads).toEqual({ aggregates: 0, users: 0, labels: 0 });
  });

  test('a user id is decoded once: what the gateway has decoded is taken as it is', async () => {
    const { ports } = await servingWorld([]);
    const serve = serveTopk(ports, 0);
    const event = { ...httpRequest('/users/jon%61s/topk'), pathParameters: { user_id: 'jon%61s' } };

    expect(await serve(event)).toMatchObject({ statusCode: 400 });
  });

  test('and a path that cannot be decoded is a bad user id', async () => {
    const { get } = await world();
    expect((await get('/users/%E0%A4%A/topk')).statusCode).toBe(400);
  });

  test('and a fault tells nothing of itself but to the log', async () => {
    const fault = new Error('secret table name');
    const { get, lines } = await world(() => ({
      aggregates: {
        read: async () => {
          throw fault;
        },
      },
    }));

    const answer = await get('/users/mara/topk');

    expect(answer.statusCode).toBe(500);
    expect(answer.body).toEqual({
      code: 'internal_error',
      message: 'Something failed on our side. Please try again.',
      details: [],
      traceId: 'trace-1',
    });
    expect(lines.at(-1)).toEqual({
      level: 'error',
      event: 'topk-failed',
      fields: { traceId: 'trace-1', path: '/users/mara/topk', fault },
    });
  });
});

describe('an answer is remembered', () => {
  test('for its time, and says that it came from memory', async () => {
    const { get, clock, publish, reads } = await world();
    const first = await get('/users/mara/topk');
    await publish([at('2026-11-20T11:59:00.000Z', 'New Song')]);

    clock.nowMs += cacheTtlMs - 1;
    const second = await get('/users/mara/topk');
    clock.nowMs += 1;
    const third = await get('/users/mara/topk');

    expect(second.headers['x-topk-source']).toBe('memory');
    expect(second.body).toEqual(first.body);
    expect(third.headers['x-topk-source']).toBe('table');
    expect(titlesOf(third)).toContain('New Song');
    expect(reads.aggregates).toBe(2);
  });

  test('never beyond the end of its window', async () => {
    const { get, clock } = await world();
    clock.nowMs = Date.parse('2026-11-20T22:59:59.500Z');
    await get('/users/mara/topk?days=1');

    clock.nowMs = Date.parse('2026-11-20T23:00:00.000Z');
    const { headers, body } = await get('/users/mara/topk?days=1');

    expect(headers['x-topk-source']).toBe('table');
    expect(body).toMatchObject({ window: { from: '2026-11-20T23:00:00.000Z' }, songs: [] });
  });

  test('for a rolling window, within the second that ends it', async () => {
    const { get, clock } = await world();
    await get('/users/mara/topk?window=rolling');
    clock.nowMs += 999;
    expect((await get('/users/mara/topk?window=rolling')).headers['x-topk-source']).toBe('memory');
    clock.nowMs += 1;
    expect((await get('/users/mara/topk?window=rolling')).headers['x-topk-source']).toBe('table');
  });

  test('for its own question only', async () => {
    const questions = ['', '?days=6', '?k=9', '?window=rolling', '?provider=spotify', '?inferred=exclude'];
    const { get } = await world();
    for (const question of questions)
      expect((await get(`/users/mara/topk${question}`)).headers['x-topk-source']).toBe('table');
  });

  test('and filled once, however many ask at the same time', async () => {
    const { get, reads } = await world();
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('/users/mara/topk')));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(reads.aggregates).toBe(1);
  });

  test('unless there is no such user, or the fill failed', async () => {
    let failures = 1;
    const { get, reads } = await world(({ aggregates }) => ({
      aggregates: {
        read: async (...range) => {
          if (failures-- > 0) throw new Error('throttled');
          return aggregates.read(...range);
        },
      },
    }));
    expect((await get('/users/mara/topk')).statusCode).toBe(500);
    expect((await get('/users/mara/topk')).statusCode).toBe(200);

    await get('/users/nobody/topk');
    await get('/users/nobody/topk');
    expect(reads.users).toBe(4);
  });
});

describe('titles', () => {
  test('are null for a song that the catalogue does not know', async () => {
    const { get, catalogue } = await world();
    catalogue.rows.clear();
    const { statusCode, body } = await get('/users/mara/topk?k=1');
    expect(statusCode).toBe(200);
    expect(body['songs']).toMatchObject([{ count: 2, title: null, artist: null, album: null }]);
  });

  test('are null while the catalogue cannot be read, and such an answer is not remembered', async () => {
    let isDown = true;
    const { get, lines } = await world(({ labels }) => ({
      labels: {
        find: async (songIds) => {
          if (isDown) throw new Error('throttled');
          return labels.find(songIds);
        },
      },
    }));
    expect(titlesOf(await get('/users/mara/topk?k=1'))).toEqual([null]);
    expect(lines.at(-1)).toMatchObject({ level: 'warn', event: 'labels-not-read', fields: { songs: 1 } });

    isDown = false;
    expect(titlesOf(await get('/users/mara/topk?k=1'))).toEqual(['Harbour Lights']);
  });
});

test('reading, publishing everything again, and reading again gives the same bytes', async () => {
  const { serve, publish, clock } = await world();
  const before = (await serve(httpRequest('/users/mara/topk'))).body;

  await publish([...history, ...history].reverse());
  clock.nowMs = testNowMs + cacheTtlMs;

  expect((await serve(httpRequest('/users/mara/topk'))).body).toBe(before);
});
