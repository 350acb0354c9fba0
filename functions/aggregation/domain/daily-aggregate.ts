import { addUtcDays, dayMs, endOfUtcDayMs, utcDayOf } from '../../listens/domain/utc-day.ts';
import type { UtcDay } from '../../listens/domain/utc-day.ts';

/** A daily aggregate is kept for this long after its day has ended: a week's window in any zone, and a day to spare. */
const aggregateDays = 8;

/**
 * When the aggregate of a day expires, in epoch seconds: a function of the day only, so that any writer sets the same.
 */
export const aggregateExpiresAtSeconds = (day: UtcDay): number => (endOfUtcDayMs(day) + aggregateDays * dayMs) / 1000;

/**
 * The days whose aggregates are still written: none that has expired or that no window can reach, and tomorrow, because
 * a listen may be stamped by a clock that is ahead.
 */
export function writableDays(nowMs: number): { readonly first: UtcDay; readonly last: UtcDay } {
  const today = utcDayOf(nowMs);
  return { first: addUtcDays(today, -aggregateDays), last: addUtcDays(today, 1) };
}
