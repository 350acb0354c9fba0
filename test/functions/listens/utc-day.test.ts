import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { compareSequenceNumbers, lowestSequenceNumber } from '../../../functions/listens/domain/sequence-number.ts';
import {
  addUtcDays,
  dayMs,
  endOfUtcDayMs,
  startOfUtcDayMs,
  utcDayOf,
} from '../../../functions/listens/domain/utc-day.ts';

const instants = fc.integer({ min: 0, max: Date.parse('2100-01-01') });

test('an instant lies between the start and the end of its day', () => {
  const property = fc.property(instants, (instantMs) => {
    const day = utcDayOf(instantMs);
    expect(startOfUtcDayMs(day)).toBeLessThanOrEqual(instantMs);
    expect(instantMs).toBeLessThan(endOfUtcDayMs(day));
    expect(utcDayOf(endOfUtcDayMs(day))).toBe(addUtcDays(day, 1));
  });
  fc.assert(property);
});

test('midnight is the first instant of the new day', () => {
  const midnightMs = Date.parse('2026-12-31T24:00:00Z');
  expect([utcDayOf(midnightMs - 1), utcDayOf(midnightMs)]).toEqual(['2026-12-31', '2027-01-01']);
});

test('adding days crosses months, years and leap days', () => {
  expect(addUtcDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addUtcDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(addUtcDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(endOfUtcDayMs('2026-12-31') - startOfUtcDayMs('2026-12-31')).toBe(dayMs);
});

test('sequence numbers are compared as numbers, however long', () => {
  const property = fc.property(fc.bigInt({ min: 0n }), fc.bigInt({ min: 0n }), (left, right) => {
    expect(Math.sign(compareSequenceNumbers(String(left), String(right)))).toBe(
      left < right ? -1 : Number(left > right),
    );
  });
  fc.assert(property);
  expect(lowestSequenceNumber(['100', '99', '101'])).toBe('99');
  expect(lowestSequenceNumber([])).toBeUndefined();
});
