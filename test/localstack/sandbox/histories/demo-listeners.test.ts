import { describe, expect, test } from '@jest/globals';

import { listedUntil } from '../../../../localstack/sandbox/account.ts';
import type { Account } from '../../../../localstack/sandbox/account.ts';
import { demoAccounts, demoListeners } from '../../../../localstack/sandbox/histories/demo-listeners.ts';
import { localDay } from '../../../../localstack/sandbox/histories/local-day.ts';

const anchorMs = Date.parse('2026-03-18T15:00:00Z');
const dayMs = 86_400_000;

const accountsFor = (seed = 7): readonly Account[] =>
  demoAccounts(demoListeners, { seed, anchorMs, isTimelapse: true });

function byListener(accounts: readonly Account[]): Map<string, Account[]> {
  return Map.groupBy(accounts, ({ listener }) => listener.id);
}

function countBy<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

describe('the demo listeners', () => {
  test('play the same for the same seed and anchor, and otherwise for another seed', () => {
    const playsOf = (accounts: readonly Account[]) => accounts.map(({ history }) => history.until(anchorMs));

    expect(playsOf(accountsFor())).toEqual(playsOf(accountsFor()));
    expect(playsOf(accountsFor(8))).not.toEqual(playsOf(accountsFor()));
  });

  test('play 40 to 150 listed songs on each whole day of the last nine', () => {
    for (const [, accounts] of byListener(accountsFor())) {
      const zone = accounts[0]?.listener.zone ?? 'UTC';
      const days = countBy(
        accounts.flatMap((account) => listedUntil(account, anchorMs).map((one) => localDay(one.listenedAtMs, zone))),
      );
      const wholeDays = [...days].filter(([day]) => day !== localDay(anchorMs, zone));

      expect(wholeDays).toHaveLength(9);
      expect(wholeDays.filter(([, count]) => count < 40 || count > 150)).toEqual([]);
    }
  });

  test('go on living: time adds plays and takes none away', () => {
    for (const { history } of accountsFor()) {
      const before = history.until(anchorMs);
      const after = history.until(anchorMs + dayMs);

      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.length).toBeGreaterThan(before.length + 10);
      expect(history.until(anchorMs)).toEqual(before);
    }
  });

  test('never listen to two things at once, even with accounts at two providers', () => {
    for (const [, accounts] of byListener(accountsFor())) {
      const plays = accounts
        .flatMap(({ history }) => history.until(anchorMs))
        .toSorted((a, b) => a.startedAtMs - b.startedAtMs);

      const overlapping = plays.filter((play, index) => play.startedAtMs < (plays[index - 1]?.endedAtMs ?? 0));
      expect(overlapping).toEqual([]);
    }
  });

  test('have favourites: the ten most played of a hundred and more songs are a third of all plays', () => {
    for (const [, accounts] of byListener(accountsFor())) {
      const titles = accounts
        .flatMap(({ history }) => history.until(anchorMs))
        .map(({ song }) => song.title + song.artist);
      const counts = [...countBy(titles).values()].toSorted((a, b) => b - a);
      const topTen = counts.slice(0, 10).reduce((sum, count) => sum + count, 0);

      expect(counts.length).toBeGreaterThan(100);
      expect(topTen / titles.length).toBeGreaterThan(0.3);
      expect((counts[0] ?? 0) / titles.length).toBeLessThan(0.2);
    }
  });

  test('skip, listen in private and follow a podcast now and then', () => {
    const plays = accountsFor().flatMap(({ history }) => history.until(anchorMs));

    expect(plays.some(({ playedMs = 0 }) => playedMs < 30_000)).toBe(true);
    expect(plays.some(({ isIncognito }) => isIncognito)).toBe(true);
    expect(plays.some(({ kind }) => kind === 'episode')).toBe(true);
  });

  test('sleep: the commuter of Berlin plays nothing between midnight and five', () => {
    const jonas = accountsFor().find(({ name }) => name === 'jonas');
    const hours = (jonas?.history.until(anchorMs) ?? []).map(({ startedAtMs }) =>
      new Date(startedAtMs + 3_600_000).getUTCHours(),
    );

    expect(hours.filter((hour) => hour < 5)).toEqual([]);
  });

  test('know a song by one ISRC at both providers, and every ISRC is well formed', () => {
    const [spotify, listenBrainz] = accountsFor().filter(({ listener }) => listener.id === 'avery');
    const isrcsOf = (account: Account | undefined): Map<string, string> =>
      new Map(
        (account?.history.until(anchorMs) ?? []).flatMap(({ song }) =>
          song.isrc === undefined ? [] : [[`${song.artist}\n${song.title}`, song.isrc]],
        ),
      );
    const atSpotify = isrcsOf(spotify);
    const shared = [...isrcsOf(listenBrainz)].filter(([name]) => atSpotify.has(name));

    expect(shared.length).toBeGreaterThan(50);
    expect(shared.filter(([name, isrc]) => atSpotify.get(name) !== isrc)).toEqual([]);
    expect([...atSpotify.values()].filter((isrc) => !/^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(isrc))).toEqual([]);
    expect(new Set(atSpotify.values()).size).toBe(atSpotify.size);
  });
});
