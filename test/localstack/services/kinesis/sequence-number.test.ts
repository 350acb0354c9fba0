import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { parseSequenceNumber, SequenceNumbers } from '../../../../localstack/services/kinesis/sequence-number.ts';

const createdAtMs = Date.UTC(2026, 10, 20, 12);

test('a sequence number tells its shard and ordinal, and sorts as the ordinals do, as text as well', () => {
  const ordinal = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 });
  fc.assert(
    fc.property(fc.nat(10_000), ordinal, ordinal, fc.nat(10_000_000_000), (shardIndex, one, other, laterMs) => {
      const numbers = new SequenceNumbers(shardIndex, createdAtMs);
      const [low, high] = [Math.min(one, other), Math.max(one, other) + 1];
      const first = numbers.of(low, createdAtMs + laterMs);
      const second = numbers.of(high, createdAtMs);

      expect(first).toHaveLength(56);
      expect(first < second && second < numbers.ending(createdAtMs)).toBe(true);
      expect(parseSequenceNumber(first)).toEqual({ shardCreatedSeconds: createdAtMs / 1000, shardIndex, ordinal: low });
    }),
    { seed: 5 },
  );
});

test('text that is no sequence number is not taken for one', () => {
  for (const text of ['', '0', '12', 'abc', '-1', '9'.repeat(56), '1'.repeat(56), '9'.repeat(200)]) {
    expect(parseSequenceNumber(text)).toBeUndefined();
  }
});
