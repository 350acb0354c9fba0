import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { utcDayOf } from '../../../functions/listens/domain/utc-day.ts';
import { localDayOf, startOfLocalDayMs } from '../../../functions/serving/domain/time-zone.ts';
import { utcDaysAround, windowOf } from '../../../functions/serving/domain/window.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const zones = fc.constantFrom(
  ...Intl.supportedValuesOf('timeZone'),
  'Pacific/Kiritimati',
  'Etc/GMT+12',
  'Etc/GMT-14',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Havana',
  'America/Santiago',
  'Asia/Beirut',
);
const instants = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2035-01-01') });
const days = fc.integer({ min: 1, max: 7 });

/** The local day, asked from Intl in another way than the code does. */
const wallDay = (zone: string, instantMs: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instantMs);

/** The last `count` local days, today first: found by walking back through time, half an hour at a step. */
function lastWallDays(zone: string, nowMs: number, count: number): string[] {
  const seen: string[] = [];
  for (let instantMs = nowMs; seen.length < count; instantMs -= hourMs / 2) {
    const day = wallDay(zone, instantMs);
    if (seen.at(-1) !== day) seen.push(day);
  }
  return seen;
}

describe('a calendar window', () => {
  test('holds exactly the instants whose local day is one of the last days, in every zone', () => {
    const property = fc.property(
      zones,
      instants,
      days,
      fc.integer({ min: -9 * 86_400, max: 2 * 86_400 }),
      (zone, nowMs, count, shiftSeconds) => {
        const { fromMs, toMs } = windowOf('calendar', count, zone, nowMs);
        const instantMs = Math.floor(nowMs / 1000) * 1000 + shiftSeconds * 1000;
        const isIn = fromMs <= instantMs && instantMs < toMs;
        expect(isIn).toBe(lastWallDays(zone, nowMs, count).includes(wallDay(zone, instantMs)));
      },
    );
    fc.assert(property, { numRuns: 400 });
  });

  test('begins and ends at the very second at which the wall calendar turns', () => {
    const property = fc.property(zones, instants, days, (zone, nowMs, count) => {
      const { fromMs, toMs } = windowOf('calendar', count, zone, nowMs);
      expect(wallDay(zone, fromMs - 1000)).not.toBe(wallDay(zone, fromMs));
      expect(wallDay(zone, toMs - 1000)).toBe(wallDay(zone, nowMs));
      expect(wallDay(zone, toMs)).not.toBe(wallDay(zone, nowMs));
    });
    fc.assert(property, { numRuns: 400 });
  });

  test.each([
    ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00.000Z', 25],
    ['Australia/Lord_Howe', '2026-10-04T03:00:00Z', '2026-10-03T13:30:00.000Z', 23.5],
    ['Africa/Cairo', '2026-04-24T09:00:00Z', '2026-04-23T22:00:00.000Z', 23],
    ['America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00.000Z', 23],
    ['America/Havana', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00.000Z', 25],
    ['Pacific/Kiritimati', '2026-11-20T09:59:59Z', '2026-11-19T10:00:00.000Z', 24],
    ['Pacific/Kiritimati', '2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z', 24],
    ['Etc/GMT+12', '2026-11-20T11:59:59Z', '2026-11-19T12:00:00.000Z', 24],
    ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31T00:00:00.000Z', 24],
  ])('of one day in %s at %s begins at %s and lasts %d hours', (zone, now, from, hours) => {
    const { fromMs, toMs } = windowOf('calendar', 1, zone, Date.parse(now));
    expect(new Date(fromMs).toISOString()).toBe(from);
    expect((toMs - fromMs) / hourMs).toBe(hours);
  });

  test('of a week with a change of clocks is an hour longer or shorter than seven days', () => {
    const lengthHours = (now: string) => {
      const { fromMs, toMs } = windowOf('calendar', 7, 'America/New_York', Date.parse(now));
      return (toMs - fromMs) / hourMs;
    };
    expect([lengthHours('2026-03-10T12:00:00Z'), lengthHours('2026-11-03T12:00:00Z')]).toEqual([167, 169]);
  });
});

describe('a rolling window', () => {
  test('is exactly so many times 24 hours, whatever the zone, up to and including this second', () => {
    const property = fc.property(zones, instants, days, (zone, nowMs, count) => {
      const { fromMs, toMs } = windowOf('rolling', count, zone, nowMs);
      expect(toMs - fromMs).toBe(count * dayMs);
      expect(toMs - 1000).toBe(Math.floor(nowMs / 1000) * 1000);
    });
    fc.assert(property);
  });
});

test('the UTC days that are read hold every window that any zone can give', () => {
  const property = fc.property(
    zones,
    instants,
    days,
    fc.constantFrom('calendar' as const, 'rolling' as const),
    (zone, nowMs, count, kind) => {
      const { fromMs, toMs } = windowOf(kind, count, zone, nowMs);
      const { first, last } = utcDaysAround(nowMs, count);
      expect(first <= utcDayOf(fromMs)).toBe(true);
      expect(utcDayOf(toMs - 1) <= last).toBe(true);
      expect(Date.parse(last) - Date.parse(first)).toBeLessThanOrEqual((count + 2) * dayMs);
    },
  );
  fc.assert(property, { numRuns: 1000 });
});

test('the UTC days that are read reach two hours further back than the days asked for', () => {
  const firstAt = (now: string) => utcDaysAround(Date.parse(now), 7).first;
  expect([firstAt('2026-11-20T01:59:59Z'), firstAt('2026-11-20T02:00:00Z')]).toEqual(['2026-11-12', '2026-11-13']);
});

test('every aggregate that a window can reach is still kept', () => {
  const property = fc.property(zones, instants, (zone, nowMs) => {
    const { fromMs } = windowOf('calendar', 7, zone, nowMs);
    // An aggregate is kept until eight days after its day has ended.
    expect(Date.parse(utcDayOf(fromMs)) + 9 * dayMs).toBeGreaterThan(nowMs);
  });
  fc.assert(property, { numRuns: 300 });
});

test('a day that a zone left out begins when the day after it does', () => {
  // Samoa went from 29 to 31 December 2011.
  expect(startOfLocalDayMs('Pacific/Apia', '2011-12-30')).toBe(Date.parse('2011-12-30T10:00:00Z'));
  expect(localDayOf('Pacific/Apia', Date.parse('2011-12-30T10:00:00Z'))).toBe('2011-12-31');
});

test('a zone that does not exist is a mistake that is thrown', () => {
  expect(() => windowOf('calendar', 7, 'Mars/Olympus', 0)).toThrow('Mars/Olympus');
});
