import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { concurrently, inChunks } from '../../../functions/shared/concurrently.ts';

describe('concurrently', () => {
  test('keeps the order of the items, whatever the tasks give and however they interleave', async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer()),
      fc.integer({ min: 1, max: 5 }),
      async (scheduler, items, limit) => {
        const outcomes = scheduler.waitFor(
          concurrently(items, limit, async (item) => {
            await scheduler.schedule(Promise.resolve());
            if (item < 0) throw new Error(String(item));
            return item;
          }),
        );
        expect(await outcomes).toEqual(
          items.map((item) =>
            item < 0 ? { status: 'rejected', reason: new Error(String(item)) } : { status: 'fulfilled', value: item },
          ),
        );
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  test('never has more tasks running than its limit, and uses all of it', async () => {
    let running = 0;
    let runningMax = 0;
    await concurrently(Array.from({ length: 20 }), 4, async () => {
      running += 1;
      runningMax = Math.max(runningMax, running);
      await Promise.resolve();
      running -= 1;
    });
    expect(runningMax).toBe(4);
  });

  test('does nothing for no items and refuses a limit below one', async () => {
    expect(await concurrently([], 4, async () => 1)).toEqual([]);
    await expect(concurrently([1], 0, async () => 1)).rejects.toThrow('limit must be at least 1, got 0');
  });
});

test('chunks hold every item once, in order, at most so many each', () => {
  const property = fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (items, size) => {
    const pieces = inChunks(items, size);
    expect(pieces.flat()).toEqual(items);
    expect(pieces.slice(0, -1).every((piece) => piece.length === size)).toBe(true);
    expect(pieces.every((piece) => piece.length > 0)).toBe(true);
  });
  fc.assert(property);
});
