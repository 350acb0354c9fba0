import { expect, test } from '@jest/globals';

import { compileFilterPattern } from '../../../../localstack/services/logs/filter-pattern.ts';

const json = JSON.stringify({ level: 'error', ms: 120, user: { id: 'u-1' }, tags: ['a', 'b'], ok: true, gone: null });

test.each([
  ['', 'anything', true],
  ['ERROR', 'an ERROR here', true],
  ['ERROR', 'an error here', false],
  ['ERROR timeout', 'ERROR: timeout', true],
  ['ERROR timeout', 'ERROR: refused', false],
  ['"Task timed out"', 'x Task timed out after', true],
  ['"Task timed out"', 'Task was timed out', false],
  ['ERROR -timeout', 'ERROR: timeout', false],
  ['ERROR -"timed out"', 'ERROR: refused', true],
  ['?WARN ?ERROR', 'an ERROR', true],
  ['?WARN ?ERROR', 'fine', false],
  ['{ $.level = "error" }', json, true],
  ['{ $.level = error }', json, true],
  ['{ $.level = "err*" }', json, true],
  ['{ $.level != "error" }', json, false],
  ['{ $.ms > 100 }', json, true],
  ['{ $.ms >= 120.5 }', json, false],
  ['{ $.user.id = "u-1" && $.ms < 200 }', json, true],
  ['{ ($.ms > 200 || $.level = "error") && $.tags[1] = "b" }', json, true],
  ['{ $.ok IS TRUE && $.gone IS NULL }', json, true],
  ['{ $.none NOT EXISTS }', json, true],
  ['{ $.level = "error" }', 'not json', false],
  ['{ $.level = "error" }', '{ broken', false],
])('pattern %s over %s is %s', (pattern, message, isMatch) => {
  expect(compileFilterPattern(pattern)(message)).toBe(isMatch);
});

test.each(['[ip, user]', '%err.*%', '?a b', '{ $.a = %x% }', '{ $.a[*] = 1 }'])(
  'what is not implemented says so: %s',
  (pattern) => {
    expect(() => compileFilterPattern(pattern)).toThrow('not implemented');
  },
);

test.each(['{ $.a = }', '{ $.a = 1', '{ level = 1 }', '{ $.a ~ 1 }', '"open'])(
  'a pattern that cannot be read is refused: %s',
  (pattern) => {
    expect(() => compileFilterPattern(pattern)).toThrow(/^Invalid/u);
  },
);
