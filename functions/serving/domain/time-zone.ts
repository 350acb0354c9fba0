import type { UtcDay } from '../../listens/domain/utc-day.ts';

/**
 * A calendar day in somebody's own zone, `YYYY-MM-DD`; same form as a UTC day, another day at most hours of the night.
 */
export type LocalDay = UtcDay;

const hourMs = 60 * 60 * 1000;
/** Clocks on Earth run from 12 hours behind UTC to 14 hours ahead of it. */
const behindMsMax = 12 * hourMs;
const aheadMsMax = 14 * hourMs;

/** Making a formatter takes a thousand times as long as using it. Zones are few. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, formatter);
  return formatter;
}

/** What a clock in the zone shows, as if it were UTC, to the second. Throws a RangeError when there is no such zone. */
function clockMs(zone: string, instantMs: number): number {
  const shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatterOf(zone).formatToParts(instantMs))
    if (type in shown) shown[type as keyof typeof shown] = Number(value);
  return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second);
}

/** How far the zone's clock is ahead of UTC at an instant given in whole seconds. */
const offsetMs = (zone: string, instantMs: number): number => clockMs(zone, instantMs) - instantMs;

/** The day that a calendar on the zone's wall shows at an instant. */
export const localDayOf = (zone: string, instantMs: number): LocalDay =>
  new Date(clockMs(zone, instantMs)).toISOString().slice(0, 10);

/**
 * The first instant of a local day: midnight, or the end of the gap when clocks are put forward over midnight, or the
 * start of the day after when the zone left the day out altogether.
 */
export function startOfLocalDayMs(zone: string, day: LocalDay): number {
  const midnightMs = Date.parse(`${day}T00:00:00Z`);
  let earliestMs = midnightMs - aheadMsMax;
  let latestMs = midnightMs + behindMsMax;
  const offsetBeforeMs = offsetMs(zone, earliestMs);
  if (offsetBeforeMs === offsetMs(zone, latestMs)) return midnightMs - offsetBeforeMs;

  // The clocks change within these hours: find the second at which the wall calendar reaches the day.
  while (latestMs - earliestMs > 1000) {
    const middleMs = earliestMs + Math.floor((latestMs - earliestMs) / 2000) * 1000;
    if (localDayOf(zone, middleMs) >= day) latestMs = middleMs;
    else earliestMs = middleMs;
  }
  return localDayOf(zone, earliestMs) >= day ? earliestMs : latestMs;
}
