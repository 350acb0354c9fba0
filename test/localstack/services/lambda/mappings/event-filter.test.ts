/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
import { describe, expect, test } from '@jest/globals';

import { compileFilter } from '../../../../../localstack/services/lambda/mappings/event-filter.ts';

const passes = (pattern: unknown, data: unknown, metadata: Record<string, unknown> = {}): boolean =>
  compileFilter([JSON.stringify({ data: pattern })], 'kinesis')(Buffer.from(JSON.stringify(data)), metadata);

describe('operators', () => {
  test.each([
    ['equals', { a: ['x'] }, { a: 'x' }, { a: 'y' }],
    ['one of several', { a: ['x', 'y'] }, { a: 'y' }, { a: 'z' }],
    ['a number', { a: [1] }, { a: 1 }, { a: '1' }],
    ['null', { a: [null] }, { a: null }, {}],
    ['empty', { a: [''] }, { a: '' }, { a: 'x' }],
    ['and', { a: ['x'], b: ['y'] }, { a: 'x', b: 'y' }, { a: 'x' }],
    ['$or', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, { a: 'y' }],
    ['anything-but', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, { a: 'x' }],
    ['anything-but a prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'yx' }, { a: 'xy' }],
    ['anything-but, of a missing field', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, {}],
    ['numeric equals', { a: [{ numeric: ['=', 100] }] }, { a: 100 }, { a: 101 }],
    ['a numeric range', { a: [{ numeric: ['>', 10, '<=', 20] }] }, { a: 20 }, { a: 10 }],
    ['numeric, of text', { a: [{ numeric: ['>', 1] }] }, { a: 2 }, { a: '2' }],
    ['exists', { a: [{ exists: true }] }, { a: 1 }, { b: 1 }],
    ['does not exist', { a: [{ exists: false }] }, { b: 1 }, { a: 1 }],
    ['begins with', { a: [{ prefix: 'us-' }] }, { a: 'us-east-1' }, { a: 'eu' }],
    ['ends with', { a: [{ suffix: '.png' }] }, { a: 'x.png' }, { a: 'x.jpg' }],
    ['equals, whatever the case', { a: [{ 'equals-ignore-case': 'Alice' }] }, { a: 'aLICE' }, { a: 'Bob' }],
    ['a wildcard', { a: [{ wildcard: 'a*(c)' }] }, { a: 'abb(c)' }, { a: 'ac' }],
    ['a nested field', { a: { b: ['x'] } }, { a: { b: 'x' } }, { b: 'x' }],
    ['an element of a list', { a: ['x'] }, { a: ['y', 'x'] }, { a: ['y'] }],
  ])('%s', (_, pattern, wanted, other) => {
    expect(passes(pattern, wanted)).toBe(true);
    expect(passes(pattern, other)).toBe(false);
  });
});

test('one matching pattern of several is enough', () => {
  const filter = compileFilter(['{"data":{"a":["x"]}}', '{"data":{"a":["y"]}}'], 'kinesis');

  expect(['x', 'y', 'z'].map((a) => filter(JSON.stringify({ a }), {}))).toEqual([true, true, false]);
});

test('a pattern for JSON drops content that is none, and a pattern for text drops JSON', () => {
  expect(compileFilter(['{"body":{"a":["x"]}}'], 'sqs')('text', {})).toBe(false);
  expect(compileFilter(['{"body":["text"]}'], 'sqs')('text', {})).toBe(true);
  expect(compileFilter(['{"body":[{"prefix":"{"}]}'], 'sqs')('{"a":"x"}', {})).toBe(false);
});

test('a pattern without content looks at the other fields only', () => {
  const filter = compileFilter(['{"partitionKey":["one"]}'], 'kinesis');

  expect(filter('anything', { partitionKey: 'one' })).toBe(true);
  expect(filter('anything', { partitionKey: 'two' })).toBe(false);
});

test.each(['no json', '[]', '{}', '{"data":{"a":"x"}}', '{"data":{"a":[]}}', '{"data":{"a":[{"numeric":["?",1]}]}}'])(
  'AWS refuses the pattern %s',
  (pattern) => {
    expect(() => compileFilter([pattern], 'kinesis')).toThrow(/Invalid filter pattern definition/u);
  },
);
