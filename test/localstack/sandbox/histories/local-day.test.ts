import { describe, expect, test } from '@jest/globals';

import { localDay, localMidnightMs, nextDay } from '../../../../localstack/sandbox/histories/local-day.ts';

describe('a local day', () => {
  test('is the one on the zone’s own calendar', () => {
    const instantMs = Date.parse('2026-03-18T20:00:00Z');

    expect(localDay(instantMs, 'Asia/Kolkata')).toBe('2026-03-19');
    expect(localDay(instantMs, 'America/New_York')).toBe('2026-03-18');
  });

  test.each([
    ['Europe/Berlin', '2026-03-18', '2026-03-17T23:00:00.000Z'],
    ['Asia/Kolkata', '2026-03-18', '2026-03-17T18:30:00.000Z'],
    ['America/New_York', '2026-03-18', '2026-03-18T04:00:00.000Z'],
    ['UTC', '2026-03-18', '2026-03-18T00:00:00.000Z'],
  ])('begins at midnight in %s', (zone, day, midnight) => {
    expect(new Date(localMidnightMs(day, zone)).toISOString()).toBe(midnight);
  });

  test('lasts 23 hours when clocks go forward and 25 when they go back', () => {
    const hoursOf = (day: string): number =>
      (localMidnightMs(nextDay(day), 'Europe/Berlin') - localMidnightMs(day, 'Europe/Berlin')) / 3_600_000;

    expect(hoursOf('2026-03-29')).toBe(23);
    expect(hoursOf('2026-10-25')).toBe(25);
    expect(hoursOf('2026-10-26')).toBe(24);
  });
});
