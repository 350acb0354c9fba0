import { expect, test } from '@jest/globals';

import { compileFilterPolicy } from '../../../../localstack/services/sns/filter-policy.ts';

const attribute = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });

/** A policy, attributes, and whether they match. */
test.each([
  ['a value of the list', { store: ['a', 'b'] }, { store: attribute('b') }, true],
  ['a value outside the list', { store: ['a', 'b'] }, { store: attribute('c') }, false],
  ['a missing attribute', { store: ['a'] }, {}, false],
  ['all keys', { store: ['a'], kind: ['x'] }, { store: attribute('a'), kind: attribute('x') }, true],
  ['one key of two', { store: ['a'], kind: ['x'] }, { store: attribute('a') }, false],
  ['a number by value', { price: [100] }, { price: attribute('1e2', 'Number') }, true],
  ['a number as text', { price: [100] }, { price: attribute('100') }, false],
  ['a range', { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: attribute('150', 'Number') }, true],
  ['outside a range', { price: [{ numeric: ['>', 0, '<=', 150] }] }, { price: attribute('0', 'Number') }, false],
  ['a prefix', { kind: [{ prefix: 'bas' }] }, { kind: attribute('baseball') }, true],
  ['a suffix', { kind: [{ suffix: 'ball' }] }, { kind: attribute('baseball') }, true],
  ['any case', { kind: [{ 'equals-ignore-case': 'TENNIS' }] }, { kind: attribute('tennis') }, true],
  ['anything but', { kind: [{ 'anything-but': ['rugby'] }] }, { kind: attribute('tennis') }, true],
  ['what is excluded', { kind: [{ 'anything-but': ['rugby'] }] }, { kind: attribute('rugby') }, false],
  ['anything but a prefix', { kind: [{ 'anything-but': { prefix: 'o-' } }] }, { kind: attribute('o-in') }, false],
  ['an address', { ip: [{ cidr: '10.0.0.0/24' }] }, { ip: attribute('10.0.0.255') }, true],
  ['existence', { kind: [{ exists: true }] }, { kind: attribute('x') }, true],
  ['absence', { kind: [{ exists: false }] }, {}, true],
  ['an element of an array', { kinds: ['b'] }, { kinds: attribute('["a","b"]', 'String.Array') }, true],
  ['one alternative', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: attribute('y') }, true],
  ['no policy', {}, {}, true],
])('a policy for attributes looks at %s', (_title, policy, attributes, isMatch) => {
  expect(compileFilterPolicy({ FilterPolicy: JSON.stringify(policy) })('', attributes)).toBe(isMatch);
});

test('binary attributes are ignored', () => {
  const filter = compileFilterPolicy({ FilterPolicy: '{"bytes":[{"exists":false}]}' });

  expect(filter('', { bytes: { DataType: 'Binary', BinaryValue: 'AgME' } })).toBe(true);
});

test.each([
  ['a nested value', '{"store":{"city":"Rome"}}', true],
  ['another value', '{"store":{"city":"Oslo"}}', false],
  ['objects of an array', '{"store":[{"city":"Oslo"},{"city":"Rome"}]}', true],
  ['text that is no JSON', 'Rome', false],
  ['JSON that is no object', '["Rome"]', false],
])('a policy for the body looks at %s', (_title, message, isMatch) => {
  const FilterPolicy = JSON.stringify({ store: { city: ['Rome'] } });

  expect(compileFilterPolicy({ FilterPolicy, FilterPolicyScope: 'MessageBody' })(message, {})).toBe(isMatch);
});
