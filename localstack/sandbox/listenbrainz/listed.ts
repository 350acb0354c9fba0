import type { ListedPlay, Play } from '../play.ts';

/** Players submit a listen after half the track or four minutes (https://listenbrainz.readthedocs.io, core API). */
const playedMsEnough = 4 * 60_000;

/**
 * The plays that a player would have submitted, with `listened_at`, the start of the play in whole seconds. Oldest first.
 * ListenBrainz keeps one listen per second and recording, so a second one of the same recording is not listed.
 */
export function listedByListenBrainz(plays: readonly Play[]): readonly ListedPlay[] {
  const seen = new Set<string>();
  return plays
    .filter(isSubmitted)
    .map((play) => ({ listenedAtMs: Math.floor(play.startedAtMs / 1000) * 1000, play }))
    .filter(({ listenedAtMs, play: { song } }) => {
      const key = JSON.stringify([listenedAtMs, song.title, song.artist, song.album]);
      return !seen.has(key) && seen.add(key);
    })
    .toSorted((a, b) => a.listenedAtMs - b.listenedAtMs);
}

function isSubmitted({ kind, isIncognito, playedMs, song }: Play): boolean {
  if (kind !== 'song' || isIncognito) return false;
  return playedMs === undefined || playedMs >= Math.min((song.durationMs ?? Infinity) / 2, playedMsEnough);
}
