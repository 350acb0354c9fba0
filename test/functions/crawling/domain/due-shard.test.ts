import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { dueShardOf, dueShards } from '../../../../functions/crawling/domain/due-shard.ts';

test('every row has one of the sixteen shards, always the same', () => {
  expect(dueShards).toEqual(Array.from({ length: 16 }, (_, shard) => String(shard)));
  fc.assert(
    fc.property(fc.string(), fc.string(), (userId, provider) => {
      const shard = dueShardOf({ userId, provider });
      expect(dueShards).toContain(shard);
      expect(dueShardOf({ userId, provider })).toBe(shard);
    }),
  );
});

test('users whose ids differ little are spread evenly', () => {
  const counts = new Map(dueShards.map((shard) => [shard, 0]));
  for (let index = 0; index < 16_000; index += 1) {
    const shard = dueShardOf({ userId: `user-${index}`, provider: 'spotify' });
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  for (const count of counts.values()) {
    expect(count).toBeGreaterThan(850);
    expect(count).toBeLessThan(1_150);
  }
});
