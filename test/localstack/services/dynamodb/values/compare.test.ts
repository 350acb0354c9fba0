import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { compareUtf8, compareValues, isEqual } from '../../../../../localstack/services/dynamodb/values/compare.ts';

test('strings order by their UTF-8 bytes', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const expected = Buffer.compare(Buffer.from(left), Buffer.from(right));
      expect(Math.sign(compareUtf8(left, right))).toBe(expected);
    }),
  );
  expect(compareUtf8('\u{1F600}', '\uFFFD')).toBeGreaterThan(0);
});

test('binary orders by unsigned bytes', () => {
  const bytes = (...values: number[]) => ({ B: Buffer.from(values).toString('base64') });
  expect(compareValues(bytes(0x7f), bytes(0x80))).toBeLessThan(0);
  expect(compareValues(bytes(1), bytes(1, 0))).toBeLessThan(0);
});

test('values of different types have no order', () => {
  expect(compareValues({ S: '1' }, { N: '1' })).toBeUndefined();
  expect(compareValues({ BOOL: true }, { BOOL: false })).toBeUndefined();
});

test('sets are equal whatever their order', () => {
  expect(isEqual({ SS: ['a', 'b'] }, { SS: ['b', 'a'] })).toBe(true);
  expect(isEqual({ SS: ['a', 'b'] }, { SS: ['a', 'c'] })).toBe(false);
  expect(isEqual({ NS: ['1'] }, { SS: ['1'] })).toBe(false);
});

test('documents are equal member by member', () => {
  const document = { M: { a: { L: [{ N: '1' }, { NULL: true as const }] }, b: { BOOL: true } } };
  expect(isEqual(document, structuredClone(document))).toBe(true);
  expect(isEqual(document, { M: { a: { L: [{ N: '1' }] }, b: { BOOL: true } } })).toBe(false);
  expect(isEqual({ M: { toString: { S: 'x' } } }, { M: { other: { S: 'x' } } })).toBe(false);
});
