import { describe, expect, test } from '@jest/globals';

import { compileCondition } from '../../../../localstack/engine/authorization/condition.ts';

type Keys = Readonly<Record<string, readonly string[]>>;

function holds(block: Record<string, Record<string, unknown>>, keys: Keys): boolean {
  return compileCondition(block).holds((key) => keys[key]);
}

describe('an operator compares', () => {
  test.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', 'a*', 'ab', false],
    ['StringNotEquals', 'a', 'b', true],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringNotEqualsIgnoreCase', 'a', 'A', false],
    ['StringLike', 'a*', 'ab', true],
    ['StringNotLike', 'a*', 'ab', false],
    ['NumericEquals', '10', '10.0', true],
    ['NumericNotEquals', '10', '11', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '9', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericLessThan', '10', 'nine', false],
    ['DateLessThan', '2026-11-21T00:00:00Z', '2026-11-20T12:00:00Z', true],
    ['DateGreaterThan', '1795176000', '2026-11-20T12:00:01Z', true],
    ['DateEquals', '2026-11-20T12:00:00Z', '1795176000', true],
    ['Bool', 'true', 'true', true],
    ['Bool', 'true', 'false', false],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['IpAddress', '10.0.0.0/8', '10.1.2.3', true],
    ['IpAddress', '10.0.0.0/8', '11.1.2.3', false],
    ['IpAddress', '::1', '::1', true],
    ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
    ['ArnEquals', 'arn:aws:sqs:*:0:q', 'arn:aws:sqs:us-east-1:0:q', true],
    [
      'ArnLike',
      'arn:aws:execute-api:r:0:id/*/*/users/{user_id}',
      'arn:aws:execute-api:r:0:id/s/GET/users/{user_id}',
      true,
    ],
    ['ArnLike', 'arn:aws:sqs:*', 'arn:aws:sqs:us-east-1:0:q', false],
    ['ArnNotEquals', 'arn:aws:sqs:*:0:q', 'arn:aws:sqs:us-east-1:0:p', true],
    ['ArnNotLike', 'arn:aws:sqs:*:0:q', 'arn:aws:sqs:us-east-1:0:q', false],
  ])('%s %s with %s: %s', (operator, written, requested, expected) => {
    expect(holds({ [operator]: { 'aws:Key': written } }, { 'aws:key': [requested] })).toBe(expected);
  });
});

describe('a key that the request does not have', () => {
  test.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAllValues:StringEquals', true],
    ['Bool', false],
  ])('makes %s %s', (operator, expected) => {
    expect(holds({ [operator]: { 'aws:Key': 'a' } }, {})).toBe(expected);
  });

  test('is what Null asks about', () => {
    expect(holds({ Null: { 'aws:Key': 'true' } }, {})).toBe(true);
    expect(holds({ Null: { 'aws:Key': 'true' } }, { 'aws:key': ['a'] })).toBe(false);
    expect(holds({ Null: { 'aws:Key': 'false' } }, { 'aws:key': ['a'] })).toBe(true);
  });
});

describe('a key of many values', () => {
  const keys = { 'aws:tagkeys': ['team', 'cost'] };

  test('holds for any of them, or wants all, as the quantifier says', () => {
    expect(holds({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team', 'name'] } }, keys)).toBe(true);
    expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'name'] } }, keys)).toBe(false);
    expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'cost', 'name'] } }, keys)).toBe(true);
    expect(holds({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['team'] } }, keys)).toBe(true);
    expect(holds({ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['team'] } }, keys)).toBe(false);
  });
});

test('all lines of a condition have to hold, and one of the values of each', () => {
  const block = { StringEquals: { 'aws:A': ['1', '2'], 'aws:B': '3' }, Bool: { 'aws:C': 'true' } };
  expect(holds(block, { 'aws:a': ['2'], 'aws:b': ['3'], 'aws:c': ['true'] })).toBe(true);
  expect(holds(block, { 'aws:a': ['2'], 'aws:b': ['4'], 'aws:c': ['true'] })).toBe(false);
});

test('a variable stands for its value, or its default, and without both for nothing', () => {
  const like = (pattern: string) => ({ StringLike: { 's3:prefix': pattern } });
  const keys = { 's3:prefix': ['home/ada/x'], 'aws:principaltag/name': ['ada'] };
  expect(holds(like('home/${aws:PrincipalTag/name}/*'), keys)).toBe(true);
  expect(holds(like("home/${aws:PrincipalTag/team, 'ada'}/*"), keys)).toBe(true);
  expect(holds(like('home/${aws:PrincipalTag/team}/*'), keys)).toBe(false);
  expect(holds(like('home/${aws:PrincipalTag/name}/*'), { ...keys, 'aws:principaltag/name': ['*'] })).toBe(false);
});

test('an operator that is not known is named', () => {
  expect(compileCondition({ StringSounds: { 'aws:Key': 'a' } }).unknownOperators).toEqual(['StringSounds']);
});
