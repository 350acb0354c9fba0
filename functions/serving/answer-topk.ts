import { rankSongs } from './domain/rank-songs.ts';
import type { ListenFilter, RankedSong, Ranking } from './domain/rank-songs.ts';
import type { TopkRequest } from './domain/topk-request.ts';
import { utcDaysAround, windowOf } from './domain/window.ts';
import type { Window } from './domain/window.ts';
import type { CachedAnswer, ServingPorts } from './ports.ts';

const isoOf = (instantMs: number): string => new Date(instantMs).toISOString();

/** Two requests with one key have one answer at any instant. */
const cacheKey = ({ userId, days, k, window, provider, inferred }: TopkRequest): string =>
  JSON.stringify([userId, days, k, window, provider ?? null, inferred]);

/** The labels of the ranked songs. A catalogue that cannot be read costs titles, never the answer; `isSure` says so. */
async function labelsOf({ labels, log }: ServingPorts, songs: readonly RankedSong[]) {
  if (songs.length === 0) return { labels: new Map<string, never>(), isSure: true };
  try {
    return { labels: await labels.find(songs.map(({ songId }) => songId)), isSure: true };
  } catch (fault) {
    log('warn', 'labels-not-read', { songs: songs.length, fault });
    return { labels: new Map<string, never>(), isSure: false };
  }
}

/** The body of the answer. Field order is part of it: the same aggregates give the same bytes. */
function bodyOf(
  request: TopkRequest,
  { zone, window }: { readonly zone: string; readonly window: Window },
  ranking: Ranking,
  labels: Awaited<ReturnType<typeof labelsOf>>['labels'],
): string {
  const { listens, distinctSongs, latestListenAtMs, songs } = ranking;
  return JSON.stringify({
    user_id: request.userId,
    window: {
      kind: request.window,
      days: request.days,
      zone,
      from: isoOf(window.fromMs),
      to: isoOf(window.toMs),
    },
    freshness: { latest_listen_at: latestListenAtMs === undefined ? null : isoOf(latestListenAtMs) },
    k: request.k,
    listens,
    distinct_songs: distinctSongs,
    songs: songs.map(({ songId, count, providers, lastListenedAtMs }, index) => {
      const label = labels.get(songId);
      return {
        rank: index + 1,
        song_id: songId,
        count,
        title: label?.title ?? null,
        artist: label?.artist ?? null,
        album: label?.album ?? null,
        providers,
        last_listened_at: isoOf(lastListenedAtMs),
      };
    }),
  });
}

/**
 * Answers a Top-K request: one query of the user's own daily aggregates, cut to the window to the second, and the
 * labels of the winners. `answer` is undefined when there is no such user. An answer is remembered for `cacheTtlMs` at
 * most and never beyond the end of its window.
 */
export function answerTopk(ports: ServingPorts, cacheTtlMs: number) {
  const compute = async (request: TopkRequest, nowMs: number): Promise<CachedAnswer | undefined> => {
    const { first, last } = utcDaysAround(nowMs, request.days);
    const [zone, aggregates] = await Promise.all([
      ports.users.zoneOf(request.userId),
      ports.aggregates.read(request.userId, first, last),
    ]);
    if (zone === undefined) return undefined;

    const window = windowOf(request.window, request.days, zone, nowMs);
    const filter: ListenFilter = {
      isExactOnly: request.inferred === 'exclude',
      ...(request.provider === undefined ? {} : { provider: request.provider }),
    };
    const ranking = rankSongs(aggregates, window, filter, request.k, nowMs);
    const { labels, isSure } = await labelsOf(ports, ranking.songs);
    const expiresAtMs = isSure ? Math.min(nowMs + cacheTtlMs, window.toMs) : nowMs;
    return { body: bodyOf(request, { zone, window }, ranking, labels), expiresAtMs };
  };

  return (request: TopkRequest) => {
    const nowMs = ports.nowMs();
    return ports.cache.answer(cacheKey(request), nowMs, () => compute(request, nowMs));
  };
}
