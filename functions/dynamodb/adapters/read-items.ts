import { pauseBeforeRetryMs } from '../../shared/backoff.ts';
import type { Dynamodb } from './dynamodb.ts';
import { batchGetItem } from './operations.ts';
import type { Attributes } from './operations.ts';
import type { Patience } from './retrying.ts';

/** Tries for the keys that a table had no capacity for: within 1.5 s. */
const backoff = { attemptsMax: 6, baseMs: 25, pauseMsMax: 500 };

/**
 * The items under up to 100 distinct keys of one table, in no particular order; a key without an item gives none.
 * Keys that the table had no capacity for are asked for again; throws when some are left after the last try.
 */
export async function readItems(
  dynamodb: Dynamodb,
  tableName: string,
  keys: readonly Attributes[],
  { pause, chance }: Patience,
): Promise<Attributes[]> {
  const found: Attributes[] = [];
  let pending = keys;
  for (let attempt = 1; attempt <= backoff.attemptsMax; attempt += 1) {
    const { items, unprocessed } = await batchGetItem(dynamodb, { [tableName]: { Keys: pending } });
    found.push(...(items[tableName] ?? []));
    pending = unprocessed[tableName]?.Keys ?? [];
    if (pending.length === 0) return found;
    if (attempt < backoff.attemptsMax) await pause(pauseBeforeRetryMs(backoff, attempt, chance()));
  }
  throw new Error(
    `${pending.length} of ${keys.length} keys of ${tableName} were not read in ${backoff.attemptsMax} tries`,
  );
}
