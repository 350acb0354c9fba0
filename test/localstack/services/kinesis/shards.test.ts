import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { hashKeyEnd, hashKeyNumber } from '../../../../localstack/services/kinesis/hash-key.ts';
import { openShards, scale, uniformShards, type Shard } from '../../../../localstack/services/kinesis/shards.ts';

/** True when the ranges follow each other from 0 to the last hash key. */
function isWhole(shards: readonly Shard[]): boolean {
  let next = 0n;
  for (const { startHash, endHash } of shards) {
    if (hashKeyNumber(startHash) !== next) return false;
    next = hashKeyNumber(endHash) + 1n;
  }
  return next === hashKeyEnd;
}

test('however often a stream is scaled, its open shards are equal and whole, and every shard covers what its parents gave', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(counts, ([first = 1, ...rest]) => {
      let shards: Shard[] = uniformShards(first, 0);
      rest.forEach((count, step) => {
        shards = scale(shards, count, step + 1);
        const ranges = ({ startHash, endHash }: Shard) => [startHash, endHash];
        expect(openShards(shards).map(ranges)).toEqual(uniformShards(count, 0).map(ranges));
      });

      expect(isWhole(openShards(shards))).toBe(true);
      expect(shards.map(({ index }) => index)).toEqual(shards.map((_, index) => index));
      for (const child of shards.filter(({ parentIndex }) => parentIndex !== undefined)) {
        const parents = [child.parentIndex, child.adjacentParentIndex].flatMap((index) => shards[index ?? -1] ?? []);
        expect(parents.every(({ closedAtMs }) => closedAtMs === child.createdAtMs)).toBe(true);
        expect(
          parents.some(({ startHash, endHash }) => startHash <= child.startHash && child.startHash <= endHash),
        ).toBe(true);
        expect(parents.some(({ startHash, endHash }) => startHash <= child.endHash && child.endHash <= endHash)).toBe(
          true,
        );
      }
    }),
    { seed: 3 },
  );
});
