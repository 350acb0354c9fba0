import assert from 'node:assert/strict';

/**
 * Runs `task` for every item, at most `limit` at a time, and waits for all of them.
 * Never rejects: the outcomes come back in the order of the items, so that the caller decides what a fault means.
 */
export async function concurrently<Item, Value>(
  items: readonly Item[],
  limit: number,
  task: (item: Item, index: number) => Promise<Value>,
): Promise<PromiseSettledResult<Value>[]> {
  assert(limit >= 1, `limit must be at least 1, got ${limit}`);
  const outcomes: PromiseSettledResult<Value>[] = Array.from({ length: items.length });
  const pending = items.entries();
  const lane = async (): Promise<void> => {
    // One iterator shared by all lanes: each takes the next item as soon as it is free.
    for (const [index, item] of pending) {
      try {
        outcomes[index] = { status: 'fulfilled', value: await task(item, index) };
      } catch (reason) {
        outcomes[index] = { status: 'rejected', reason };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return outcomes;
}

/** Cuts items into pieces of at most `size`, in order: what one call may carry. */
export function inChunks<Item>(items: readonly Item[], size: number): Item[][] {
  assert(size >= 1, `size must be at least 1, got ${size}`);
  const pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += size) pieces.push(items.slice(start, start + size));
  return pieces;
}
