import { listedUntil } from './account.ts';
import type { Account } from './account.ts';

/** One listen as the history itself has it. */
export interface TrueListen {
  readonly listenedAtMs: number;
  readonly title: string;
  readonly artist: string;
  readonly isrc?: string;
}

/**
 * What a perfect collector would know of an account: every play that the provider lists with
 * `fromMs <= listenedAtMs <= untilMs`, oldest first, straight from the history: no page, no ceiling, no cursor, no play
 * head. Tests count from this, so that the pipeline is not measured with its own ruler.
 */
export function historyTruth(account: Account, untilMs: number, fromMs = -Infinity): TrueListen[] {
  return listedUntil(account, untilMs)
    .filter(({ listenedAtMs }) => listenedAtMs >= fromMs)
    .map(({ listenedAtMs, play: { song } }) => ({
      listenedAtMs,
      title: song.title,
      artist: song.artist,
      ...(song.isrc === undefined ? {} : { isrc: song.isrc }),
    }));
}
