import type { ListedPlay, Play } from '../play.ts';

/** Spotify lists a track that was played for 30 seconds (older reference text of recently-played; disputed: web-api #1441). */
const playedMsMin = 30_000;

/**
 * The plays that recently-played can show: songs, played for 30 s or more, outside private sessions; `played_at` is the
 * end of the play (web-api #1186). Oldest first.
 */
export function listedBySpotify(plays: readonly Play[]): readonly ListedPlay[] {
  return plays
    .filter(
      ({ kind, isIncognito, playedMs }) => kind === 'song' && !isIncognito && (playedMs ?? Infinity) >= playedMsMin,
    )
    .map((play) => ({ listenedAtMs: play.endedAtMs, play }));
}
