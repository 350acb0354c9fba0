/** What was played: a song, a podcast episode or an audiobook chapter. Only songs are listens. */
export type PlayKind = 'song' | 'episode' | 'audiobook';

/** A recording as a provider knows it. What a history file does not tell is absent. */
export interface Song {
  readonly title: string;
  readonly artist: string;
  readonly album?: string;
  /** ISO 3901, 12 characters. */
  readonly isrc?: string;
  readonly durationMs?: number;
  /** `spotify:track:<22 characters>` or `spotify:local:…`. */
  readonly spotifyUri?: string;
  readonly recordingMbid?: string;
}

/** One play of one recording, whether or not a provider lists it. */
export interface Play {
  readonly kind: PlayKind;
  readonly song: Song;
  readonly startedAtMs: number;
  /** When the play ended; at the earliest then a provider shows it. */
  readonly endedAtMs: number;
  /** How long it really played. Absent where the source lists only plays that counted (ListenBrainz). */
  readonly playedMs?: number;
  /** Played in a private session. */
  readonly isIncognito: boolean;
}

/** A play as its provider lists it: at the instant that it shows to clients. */
export interface ListedPlay {
  readonly listenedAtMs: number;
  readonly play: Play;
}

/**
 * Everything one account has played and will play. `until` gives the plays that had ended by an instant, in the order in
 * which they ended; a later instant gives the same plays and perhaps more.
 */
export interface History {
  until(instantMs: number): readonly Play[];
}

/** A history that is finished. `plays` may come in any order. */
export function fixedHistory(plays: readonly Play[]): History {
  const inOrder = plays.toSorted((a, b) => a.endedAtMs - b.endedAtMs);
  return { until: (instantMs) => inOrder.slice(0, firstAfter(inOrder, instantMs)) };
}

/** Index of the first play that ended after `instantMs`; `plays.length` when none did. Binary search: exports are long. */
function firstAfter(plays: readonly Play[], instantMs: number): number {
  let low = 0;
  let high = plays.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((plays[middle]?.endedAtMs ?? Infinity) <= instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
