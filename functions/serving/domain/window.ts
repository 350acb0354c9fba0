import { addUtcDays, dayMs, utcDayOf } from '../../listens/domain/utc-day.ts';
import type { UtcDay } from '../../listens/domain/utc-day.ts';
import { localDayOf, startOfLocalDayMs } from './time-zone.ts';

export const windowKinds = ['calendar', 'rolling'] as const;
export type WindowKind = (typeof windowKinds)[number];

/** The time that a ranking covers: `fromMs` is in it, `toMs` is not. Both are whole seconds, as the listens are. */
export type Window = { readonly fromMs: number; readonly toMs: number };

/**
 * `calendar`: the last `days` calendar days of the zone, today to its end included, from local midnight to local
 * midnight, so that a day may have 23 or 25 hours. `rolling`: exactly `days` × 24 hours, up to and including the
 * current second. Throws a RangeError when there is no such zone.
 */
export function windowOf(kind: WindowKind, days: number, zone: string, nowMs: number): Window {
  if (kind === 'rolling') {
    const toMs = Math.floor(nowMs / 1000) * 1000 + 1000;
    return { fromMs: toMs - days * dayMs, toMs };
  }
  const today = localDayOf(zone, nowMs);
  return {
    fromMs: startOfLocalDayMs(zone, addUtcDays(today, 1 - days)),
    toMs: startOfLocalDayMs(zone, addUtcDays(today, 1)),
  };
}

/**
 * The UTC days that a window of so many days can touch in any zone. Known before the zone is, so that both are read at
 * once. A local day in a zone ahead of UTC begins on the UTC day before, hence a day more than the window has.
 */
export function utcDaysAround(nowMs: number, days: number): { readonly first: UtcDay; readonly last: UtcDay } {
  // Two hours for the days of 25 hours, whose window reaches back further than 24 hours for each day.
  const slackMs = 2 * 60 * 60 * 1000;
  return { first: utcDayOf(nowMs - days * dayMs - slackMs), last: addUtcDays(utcDayOf(nowMs), 1) };
}
