import { describe, expect, test } from '@jest/globals';

import { readTopkRequest } from '../../../functions/serving/domain/topk-request.ts';

const read = (query: string, userId = 'mara') => readTopkRequest(userId, [...new URLSearchParams(query)]);
const problemsOf = (query: string, userId?: string) => {
  const request = read(query, userId);
  return request.ok ? [] : request.error;
};

test('nothing asked for is a week, ten songs, calendar days, every provider, inferred times included', () => {
  expect(read('')).toEqual({
    ok: true,
    value: { userId: 'mara', days: 7, k: 10, window: 'calendar', inferred: 'include' },
  });
});

test('everything asked for is taken', () => {
  expect(read('days=1&k=100&window=rolling&provider=listenbrainz&inferred=exclude')).toEqual({
    ok: true,
    value: { userId: 'mara', days: 1, k: 100, window: 'rolling', inferred: 'exclude', provider: 'listenbrainz' },
  });
});

describe('a parameter outside its range is refused', () => {
  test.each([
    ['days', '0'],
    ['days', '8'],
    ['days', ''],
    ['days', '1.5'],
    ['days', '-1'],
    ['days', 'seven'],
    ['days', ' 7'],
    ['days', '1e0'],
    ['k', '0'],
    ['k', '101'],
    ['k', '99999999999999999999'],
    ['window', 'weekly'],
    ['window', 'CALENDAR'],
    ['provider', 'tape'],
    ['provider', 'spotify,lastfm'],
    ['inferred', 'maybe'],
  ])('%s=%s', (parameter, value) => {
    expect(problemsOf(new URLSearchParams([[parameter, value]]).toString())).toEqual([
      { parameter, value, message: expect.stringMatching(/^must be /) },
    ]);
  });
});

test('all problems are listed at once, unknown and repeated parameters too', () => {
  expect(problemsOf('days=9&k=0&day=3&window=rolling&window=calendar&__proto__=1', '#')).toEqual([
    { parameter: 'user_id', value: '#', message: expect.stringContaining('must be 1 to 128') },
    { parameter: 'days', value: '9', message: 'must be a whole number from 1 to 7' },
    { parameter: 'k', value: '0', message: 'must be a whole number from 1 to 100' },
    { parameter: 'day', value: '3', message: 'is not a parameter' },
    { parameter: 'window', value: 'calendar', message: 'must not be repeated' },
    { parameter: '__proto__', value: '1', message: 'is not a parameter' },
  ]);
});

test('a huge value is quoted in part only', () => {
  expect(problemsOf(`k=${'9'.repeat(5000)}`)[0]?.value).toHaveLength(100);
});
