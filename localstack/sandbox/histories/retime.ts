import type { Play } from '../play.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * By how many whole days a history has to move so that its last play is the most recent possible, but not after `nowMs`.
 * Whole days keep the time of day. Negative when the history lies ahead of the clock. `plays` is not empty.
 */
export function daysToNow(plays: readonly Play[], nowMs: number): number {
  const lastMs = plays.reduce((latest, { endedAtMs }) => Math.max(latest, endedAtMs), -Infinity);
  return Math.floor((nowMs - lastMs) / dayMs);
}

/** The same plays, `days` whole days later. */
export function retime(plays: readonly Play[], days: number): Play[] {
  return plays.map((play) => ({
    ...play,
    startedAtMs: play.startedAtMs + days * dayMs,
    endedAtMs: play.endedAtMs + days * dayMs,
  }));
}
