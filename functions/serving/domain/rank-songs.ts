import { compareElements, decodeElement } from '../../aggregation/domain/element.ts';
import type { Element, ElementFields } from '../../aggregation/domain/element.ts';
import type { Provider } from '../../listens/domain/listen-event.ts';
import { startOfUtcDayMs } from '../../listens/domain/utc-day.ts';
import type { UtcDay } from '../../listens/domain/utc-day.ts';
import type { Window } from './window.ts';

/** One user's listens of one UTC day, as the aggregate table keeps them. */
export type DailyAggregate = {
  readonly day: UtcDay;
  readonly elements: readonly Element[];
  readonly expiresAtSeconds: number;
};

/** Which listens count. */
export type ListenFilter = { readonly provider?: Provider; readonly isExactOnly: boolean };

export type RankedSong = {
  readonly songId: string;
  readonly count: number;
  readonly providers: readonly Provider[];
  readonly lastListenedAtMs: number;
};

/** All that was counted, and the first `k` songs of the total order. `latestListenAtMs` is absent when nothing was. */
export type Ranking = {
  readonly listens: number;
  readonly distinctSongs: number;
  readonly latestListenAtMs?: number;
  readonly songs: readonly RankedSong[];
};

type Tally = { count: number; lastListenedAtMs: number; readonly providers: Set<Provider> };

/**
 * Each listen of a day once. A listen whose song was identified anew has two elements with one event hash: the newest
 * identity stands, and of two with the same version the greatest bytes, so that every reader takes the same.
 */
function listensOf(elements: readonly Element[]): readonly ElementFields[] {
  const standing = new Map<string, { readonly element: Element; readonly fields: ElementFields }>();
  for (const element of elements) {
    const fields = decodeElement(element);
    if (!fields) continue;
    const rival = standing.get(fields.eventHash);
    if (!rival || compareElements(element, rival.element) > 0) standing.set(fields.eventHash, { element, fields });
  }
  return Array.from(standing.values(), ({ fields }) => fields);
}

/**
 * The total order: count descending, then the most recent listen, then song id ascending. No two songs are equal in
 * it.
 */
function compareSongs(left: RankedSong, right: RankedSong): number {
  if (left.count !== right.count) return right.count - left.count;
  if (left.lastListenedAtMs !== right.lastListenedAtMs) return right.lastListenedAtMs - left.lastListenedAtMs;
  return left.songId < right.songId ? -1 : 1;
}

/**
 * Counts the listens that fall in the window and pass the filter, and ranks their songs. Aggregates that have expired
 * are left out, because DynamoDB deletes them late. The answer does not depend on the order of aggregates or elements.
 */
export function rankSongs(
  aggregates: readonly DailyAggregate[],
  window: Window,
  filter: ListenFilter,
  k: number,
  nowMs: number,
): Ranking {
  const tallies = new Map<string, Tally>();
  let listens = 0;
  let latestListenAtMs = -Infinity;
  for (const { day, elements, expiresAtSeconds } of aggregates) {
    if (expiresAtSeconds * 1000 <= nowMs) continue;
    const dayStartMs = startOfUtcDayMs(day);
    for (const { songId, secondOfDay, timeQuality, provider } of listensOf(elements)) {
      const listenedAtMs = dayStartMs + secondOfDay * 1000;
      if (listenedAtMs < window.fromMs || listenedAtMs >= window.toMs) continue;
      if (filter.provider !== undefined && filter.provider !== provider) continue;
      if (filter.isExactOnly && timeQuality !== 'exact') continue;

      listens += 1;
      if (listenedAtMs > latestListenAtMs) latestListenAtMs = listenedAtMs;
      const tally = tallies.get(songId);
      if (tally) {
        tally.count += 1;
        tally.lastListenedAtMs = Math.max(tally.lastListenedAtMs, listenedAtMs);
        tally.providers.add(provider);
      } else {
        tallies.set(songId, { count: 1, lastListenedAtMs: listenedAtMs, providers: new Set([provider]) });
      }
    }
  }
  const songs = Array.from(tallies, ([songId, { count, lastListenedAtMs, providers }]) => ({
    songId,
    count,
    lastListenedAtMs,
    providers: [...providers].sort(),
  }));
  songs.sort(compareSongs);
  return {
    listens,
    distinctSongs: songs.length,
    ...(listens > 0 ? { latestListenAtMs } : {}),
    songs: songs.slice(0, k),
  };
}
