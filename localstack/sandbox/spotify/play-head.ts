import type { ListedPlay } from '../play.ts';

/** How far a client may go back when it first sees an account in timelapse: nine days, two more than the product counts. */
export const timelapseMs = 9 * 24 * 60 * 60 * 1000;

/** Only the last 50 plays exist at Spotify (web-api #1405, #764). */
export const listedPlaysMax = 50;

/** Where an account in timelapse stands. Kept across restarts. */
export interface PlayHead {
  /** Nothing that was played before this is ever released. Fixed when the first client comes. */
  readonly startMs: number;
  /** Everything listed up to this has been released. */
  readonly releasedUntilMs: number;
}

/** Which plays a request asks for: those after a cursor, those before one, or the newest. */
export type PageCursor =
  | { readonly kind: 'after'; readonly instantMs: number }
  | { readonly kind: 'before'; readonly instantMs: number }
  | { readonly kind: 'none' };

export interface Release {
  readonly head: PlayHead;
  /** The at most 50 plays that exist for this request, oldest first. */
  readonly existing: readonly ListedPlay[];
  /** True when the client has shown that it holds every play there is: from now on the account lives in real time. */
  readonly isCaughtUp: boolean;
}

/**
 * Releases plays of an account in timelapse. `listed` is everything that was listed up to now, oldest first.
 *
 * For `after`, what exists is the 50 plays that follow the cursor, as though the request had been made when the 50th of
 * them ended. The client's own cursor thus moves the head: a client that lost an answer asks with the same cursor and
 * gets the same plays, and no play is skipped that the client has not seen. Walking back with `before` moves nothing.
 */
export function releasePlays(
  head: PlayHead | undefined,
  listed: readonly ListedPlay[],
  cursor: PageCursor,
  nowMs: number,
): Release {
  const startMs = head?.startMs ?? nowMs - timelapseMs;
  const releasedUntilMs = head?.releasedUntilMs ?? startMs;
  const sinceStart = listed.filter(({ listenedAtMs }) => listenedAtMs >= startMs);
  if (cursor.kind === 'before') {
    const released = sinceStart.filter(({ listenedAtMs }) => listenedAtMs <= releasedUntilMs);
    return { head: { startMs, releasedUntilMs }, existing: released.slice(-listedPlaysMax), isCaughtUp: false };
  }
  const following =
    cursor.kind === 'after' ? sinceStart.filter(({ listenedAtMs }) => listenedAtMs > cursor.instantMs) : sinceStart;
  const existing = following.slice(0, listedPlaysMax);
  const lastMs = existing.at(-1)?.listenedAtMs ?? releasedUntilMs;
  return {
    head: { startMs, releasedUntilMs: Math.max(releasedUntilMs, lastMs) },
    existing,
    isCaughtUp: cursor.kind === 'after' && existing.length === 0,
  };
}
