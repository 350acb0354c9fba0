import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import {
  addNumbers,
  canonicalNumber,
  compareNumbers,
  numberSizeBytes,
  subtractNumbers,
} from '../../../../../localstack/services/dynamodb/values/decimal.ts';

/** Whole numbers of up to 37 digits, shifted by a power of ten; sums and differences of two stay within 38 digits. */
const scaled = fc.record({ whole: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), places: fc.nat(18) });
const textOf = ({ whole, places }: { whole: bigint; places: number }): string => `${whole}e-${places}`;
const alignedTo18 = ({ whole, places }: { whole: bigint; places: number }): bigint =>
  whole * 10n ** BigInt(18 - places);

describe('a canonical number', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['0.000', '0'],
    ['0e99999', '0'],
    ['007', '7'],
    ['+1.50', '1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-1e3', '-1000'],
    ['12E-4', '0.0012'],
    ['1e125', `1${'0'.repeat(125)}`],
    ['1e-130', `0.${'0'.repeat(129)}1`],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ])('of %s is %s', (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical);
  });

  test.each([
    ['', 'The parameter cannot be converted to a numeric value'],
    ['12a', 'The parameter cannot be converted to a numeric value: 12a'],
    ['.', 'The parameter cannot be converted to a numeric value: .'],
    ['Infinity', 'The parameter cannot be converted to a numeric value: Infinity'],
    ['1e126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
    ['-1e400', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
    ['1e-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
    ['123456789012345678901234567890123456789', 'Attempting to store more than 38 significant digits in a Number'],
  ])('of %s does not exist', (text, message) => {
    expect(() => canonicalNumber(text)).toThrow(message);
  });

  test('is its own canonical number', () => {
    fc.assert(
      fc.property(scaled, (number) => {
        const canonical = canonicalNumber(textOf(number));
        expect(canonicalNumber(canonical)).toBe(canonical);
      }),
    );
  });
});

describe('arithmetic', () => {
  test('agrees with whole numbers of a common scale', () => {
    fc.assert(
      fc.property(scaled, scaled, (left, right) => {
        const expected = (whole: bigint): string => canonicalNumber(textOf({ whole, places: 18 }));
        expect(addNumbers(textOf(left), textOf(right))).toBe(expected(alignedTo18(left) + alignedTo18(right)));
        expect(subtractNumbers(textOf(left), textOf(right))).toBe(expected(alignedTo18(left) - alignedTo18(right)));
      }),
    );
  });

  test('is exact where doubles are not', () => {
    expect(addNumbers('0.1', '0.2')).toBe('0.3');
    expect(addNumbers('9007199254740993', '2')).toBe('9007199254740995');
    expect(subtractNumbers('1e20', '1e-17')).toBe('99999999999999999999.99999999999999999');
  });

  test('refuses a result of more than 38 digits', () => {
    expect(() => addNumbers('1e30', '1e-30')).toThrow(
      'Attempting to store more than 38 significant digits in a Number',
    );
  });
});

test('numbers compare by value', () => {
  fc.assert(
    fc.property(scaled, scaled, (left, right) => {
      const order = compareNumbers(canonicalNumber(textOf(left)), canonicalNumber(textOf(right)));
      const difference = alignedTo18(left) - alignedTo18(right);
      expect(Math.sign(order)).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }),
  );
});

test.each([
  ['0', 1],
  ['1', 2],
  ['-1', 3],
  ['100', 2],
  ['123', 3],
  ['0.0012', 2],
  ['1.05', 3],
])('the number %s takes %i bytes', (text, sizeBytes) => {
  expect(numberSizeBytes(text)).toBe(sizeBytes);
});
