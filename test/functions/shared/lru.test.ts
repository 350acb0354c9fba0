import { expect, test } from '@jest/globals';

import { Lru } from '../../../functions/shared/lru.ts';

test('the entry that was not used for longest goes first', () => {
  const lru = new Lru<string, number>(2);
  lru.set('a', 1);
  lru.set('b', 2);
  lru.get('a');

  lru.set('c', 3);

  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual([1, undefined, 3]);
});

test('setting a known key replaces its value and takes no more room', () => {
  const lru = new Lru<string, number>(2);
  lru.set('a', 1);
  lru.set('b', 2);

  lru.set('a', 3);

  expect([lru.get('a'), lru.get('b')]).toEqual([3, 2]);
});

test('a deleted entry is gone', () => {
  const lru = new Lru<string, number>(1);
  lru.set('a', 1);
  lru.delete('a');
  expect(lru.get('a')).toBeUndefined();
});

test('room for nothing is a mistake', () => {
  expect(() => new Lru(0)).toThrow('entriesMax must be at least 1, got 0');
});
