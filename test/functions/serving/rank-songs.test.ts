import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { encodeElement } from '../../../functions/aggregation/domain/element.ts';
import type { ListenEvent } from '../../../functions/listens/domain/listen-event.ts';
import { rankSongs } from '../../../functions/serving/domain/rank-songs.ts';
import type { DailyAggregate } from '../../../functions/serving/domain/rank-songs.ts';
import type { Window } from '../../../functions/serving/domain/window.ts';
import { listen, testNowMs } from '../../support/listen-builders.ts';

const dayMs = 86_400_000;
const everything: Window = { fromMs: testNowMs - 8 * dayMs, toMs: testNowMs + dayMs };
const all = { isExactOnly: false };
const kept = testNowMs / 1000 + 1;

/** The aggregates that hold these listens. */
function aggregatesOf(events: readonly ListenEvent[], expiresAtSeconds = kept): DailyAggregate[] {
  const days = Map.groupBy(events, ({ listened_at }) => listened_at.slice(0, 10));
  return Array.from(days, ([day, ofDay]) => ({ day, elements: ofDay.map(encodeElement), expiresAtSeconds }));
}
const at = (secondsAgo: number, title: string, overrides: Parameters<typeof listen>[0] = {}) =>
  listen({ title, listenedAtMs: testNowMs - secondsAgo * 1000, ...overrides });
const titles = ['Amber', 'Birch', 'Cedar', 'Dune', 'Ember'];
const plays = fc.record({
  title: fc.constantFrom(...titles),
  listenedAtMs: fc.integer({ min: testNowMs - 7 * dayMs, max: testNowMs }),
  provider: fc.constantFrom('spotify' as const, 'listenbrainz' as const),
  timeQuality: fc.constantFrom('exact' as const, 'inferred' as const, 'day' as const),
  providerKey: fc.uuid(),
});

/** The ranking in the slowest way: straight from the events, one filter and one count after another. */
function slowRanking(
  events: readonly ListenEvent[],
  window: Window,
  provider: string | undefined,
  isExactOnly: boolean,
) {
  const second = ({ listened_at }: ListenEvent) => Math.floor(Date.parse(listened_at) / 1000) * 1000;
  const counted = [...new Map(events.map((event) => [event.event_id, event])).values()].filter(
    (event) =>
      second(event) >= window.fromMs &&
      second(event) < window.toMs &&
      (provider === undefined || event.provider === provider) &&
      (!isExactOnly || event.time_quality === 'exact'),
  );
  const songs = [...new Set(counted.map(({ song_id }) => song_id))].map((songId) => {
    const mine = counted.filter(({ song_id }) => song_id === songId);
    return {
      songId,
      count: mine.length,
      lastListenedAtMs: Math.max(...mine.map(second)),
      providers: [...new Set(mine.map((event) => event.provider))].sort(),
    };
  });
  songs.sort(
    (left, right) =>
      right.count - left.count ||
      right.lastListenedAtMs - left.lastListenedAtMs ||
      (left.songId < right.songId ? -1 : 1),
  );
  return { listens: counted.length, songs };
}

test('a ranking is what counting the events one by one gives, for every window and filter', () => {
  const property = fc.property(
    fc.array(plays, { maxLength: 60 }),
    fc.integer({ min: testNowMs - 7 * dayMs, max: testNowMs }).map((ms) => Math.floor(ms / 1000) * 1000),
    fc.constantFrom(undefined, 'spotify' as const, 'listenbrainz' as const),
    fc.boolean(),
    fc.integer({ min: 1, max: 6 }),
    (drawn, fromMs, provider, isExactOnly, k) => {
      const events = drawn.map(listen);
      const window = { fromMs, toMs: testNowMs };
      const filter = provider === undefined ? { isExactOnly } : { isExactOnly, provider };

      const ranking = rankSongs(aggregatesOf([...events, ...events]), window, filter, k, testNowMs);

      const slow = slowRanking(events, window, provider, isExactOnly);
      expect(ranking.listens).toBe(slow.listens);
      expect(ranking.distinctSongs).toBe(slow.songs.length);
      expect(ranking.songs).toEqual(slow.songs.slice(0, k));
      expect(ranking.latestListenAtMs).toBe(
        slow.songs.length ? Math.max(...slow.songs.map((song) => song.lastListenedAtMs)) : undefined,
      );
    },
  );
  fc.assert(property, { numRuns: 300 });
});

test('the order of elements and of aggregates does not matter, to the byte', () => {
  const property = fc.property(
    fc
      .array(plays, { minLength: 1, maxLength: 30 })
      .chain((drawn) => fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length }))),
    ([drawn, shuffled]) => {
      const rank = (some: typeof drawn) =>
        JSON.stringify(rankSongs(aggregatesOf(some.map(listen)).reverse(), everything, all, 100, testNowMs));
      expect(rank(shuffled)).toBe(rank(drawn));
    },
  );
  fc.assert(property);
});

test('asking for fewer songs gives the beginning of the same list', () => {
  const property = fc.property(fc.array(plays, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (drawn, k) => {
    const rank = (count: number) => rankSongs(aggregatesOf(drawn.map(listen)), everything, all, count, testNowMs);
    expect(rank(k).songs).toEqual(rank(5).songs.slice(0, k));
  });
  fc.assert(property);
});

describe('songs are ordered', () => {
  const order = (...events: ListenEvent[]) =>
    rankSongs(aggregatesOf(events), everything, all, 10, testNowMs).songs.map(({ songId }) => songId);
  const amber = at(0, 'Amber').song_id;
  const birch = at(0, 'Birch').song_id;

  test('by count, the highest first', () => {
    expect(order(at(1, 'Amber'), at(2, 'Birch'), at(3, 'Birch'))).toEqual([birch, amber]);
  });

  test('then by the most recent listen', () => {
    expect(order(at(9, 'Amber'), at(1, 'Amber'), at(5, 'Birch'), at(4, 'Birch'))).toEqual([amber, birch]);
    expect(order(at(9, 'Amber'), at(5, 'Amber'), at(8, 'Birch'), at(1, 'Birch'))).toEqual([birch, amber]);
  });

  test('then by song id', () => {
    expect(order(at(1, 'Amber'), at(1, 'Birch'))).toEqual([amber, birch].sort());
    expect(order(at(1, 'Birch'), at(1, 'Amber'))).toEqual([amber, birch].sort());
  });
});

describe('a listen whose song was identified anew', () => {
  const before = at(10, 'Amber');
  const anew = { ...before, identity_version: 2, song_id: '0'.repeat(24) };
  const songsOf = (...events: ListenEvent[]) =>
    rankSongs(aggregatesOf(events), everything, all, 10, testNowMs).songs.map(({ songId, count }) => [songId, count]);

  test('counts once, for the newest identity', () => {
    expect(songsOf(before, anew)).toEqual([['0'.repeat(24), 1]]);
    expect(songsOf(anew, before)).toEqual([['0'.repeat(24), 1]]);
  });

  test('counts for the greatest bytes when two identities have one version', () => {
    const rival = { ...before, song_id: 'f'.repeat(24) };
    expect(songsOf(rival, before)).toEqual([['f'.repeat(24), 1]]);
    expect(songsOf(before, rival)).toEqual([['f'.repeat(24), 1]]);
  });
});

test('the window takes its first second and leaves out its end', () => {
  const window = { fromMs: testNowMs - 10_000, toMs: testNowMs };
  const events = [11, 10, 1, 0].map((secondsAgo) => at(secondsAgo, `Song ${secondsAgo}`));
  const ranking = rankSongs(aggregatesOf(events), window, all, 10, testNowMs);
  expect(ranking.songs.map(({ songId }) => songId)).toEqual([events[2]!.song_id, events[1]!.song_id]);
});

test('an expired aggregate that DynamoDB has not deleted yet is not counted', () => {
  const events = [at(1, 'Amber')];
  const listens = (expiresAtSeconds: number) =>
    rankSongs(aggregatesOf(events, expiresAtSeconds), everything, all, 10, testNowMs).listens;
  expect([listens(testNowMs / 1000 + 1), listens(testNowMs / 1000)]).toEqual([1, 0]);
});

test('nothing listened to is an empty ranking', () => {
  expect(rankSongs([], everything, all, 10, testNowMs)).toEqual({ listens: 0, distinctSongs: 0, songs: [] });
});
