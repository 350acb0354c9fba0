import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { compilePattern, escapePattern } from '../../../../localstack/engine/authorization/pattern.ts';

test.each([
  ['*', 'anything', true],
  ['dynamodb:getitem', 'dynamodb:getitem', true],
  ['dynamodb:getitem', 'dynamodb:getitems', false],
  ['dynamodb:get*', 'dynamodb:getitem', true],
  ['dynamodb:*item', 'dynamodb:getitem', true],
  ['dynamodb:*item', 'dynamodb:getitems', false],
  ['arn:aws:s3:::music/*', 'arn:aws:s3:::music/a/b', true],
  ['arn:aws:s3:::music/*', 'arn:aws:s3:::music', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a.c', 'abc', false],
  ['*/users/{user_id}/topk', 'id/$default/GET/users/{user_id}/topk', true],
  ['a${*}', 'a*', true],
  ['a${*}', 'ab', false],
  ['a${?}b*', 'a?bc', true],
])('the pattern %s against %s is %s', (pattern, text, expected) => {
  expect(compilePattern(pattern)(text)).toBe(expected);
});

test('an escaped text matches itself and nothing else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      const matches = compilePattern(escapePattern(text));
      expect(matches(text)).toBe(true);
      expect(matches(other)).toBe(other === text);
    }),
  );
});
