/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
import { describe, expect, test } from '@jest/globals';

import { compileChoices, compilePattern, InvalidPattern } from '../../../localstack/engine/event-pattern.ts';

describe('a network', () => {
  const matches = (cidr: string, address: unknown) => compilePattern({ ip: [{ cidr }] })({ ip: address });

  test('holds its own addresses and no others', () => {
    expect(['10.0.0.0', '10.0.0.255', '10.0.1.0', 'text', 7].map((each) => matches('10.0.0.0/24', each))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(matches('2001:db8::/32', '2001:db8::1')).toBe(true);
    expect(matches('2001:db8::/32', '10.0.0.0')).toBe(false);
  });

  test.each(['10.0.0.0', '10.0.0.0/33', 'nowhere/8', '10.0.0.0/8/8', ''])('is not %j', (cidr) => {
    expect(() => compilePattern({ ip: [{ cidr }] })).toThrow(InvalidPattern);
  });
});

describe('exists', () => {
  const isThere = compilePattern({ a: [{ exists: true }] });
  const isMissing = compilePattern({ a: [{ exists: false }] });

  test.each([
    [{ a: 1 }, true],
    [{ a: null }, true],
    [{ a: [1] }, true],
    [{}, false],
    [{ a: { b: 1 } }, false],
  ])('looks at leaves only: %j', (event, expected) => {
    expect(isThere(event)).toBe(expected);
    expect(isMissing(event)).toBe(!expected);
  });
});

test('names that every object inherits are fields like any other', () => {
  expect(compilePattern({ constructor: [{ exists: true }] })({})).toBe(false);
  expect(() => compilePattern({ a: [{ toString: 'x' }] })).toThrow('Unrecognized match type toString');
});

test('a field called $or that holds no list is a field', () => {
  expect(compilePattern({ $or: { a: [1] } })({ $or: { a: 1 } })).toBe(true);
});

test('an empty list matches no value', () => {
  expect(compilePattern({ a: ['x', { 'anything-but': 'y' }] })({ a: [] })).toBe(false);
});

test('a list of choices stands for one value, too', () => {
  expect(compileChoices(['a', { prefix: 'b' }])('bc')).toBe(true);
});
