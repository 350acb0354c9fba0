import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient, KeysAndAttributes } from '@aws-sdk/client-dynamodb';

import { pauseBeforeRetryMs } from './backoff.ts';

type Attributes = Record<string, AttributeValue>;

/** Tries for the keys that a table had no capacity for: within 1.5 s, so that a reader is not kept waiting. */
const backoff = { attemptsMax: 6, baseMs: 25, pauseMsMax: 500 };

/** What waiting takes; a parameter, so that a test does not wait. */
export type Patience = { readonly pause: (durationMs: number) => Promise<void>; readonly chance: () => number };

/**
 * The items under up to 100 distinct keys of one table, in no particular order; a key without an item gives none.
 * Keys that the table had no capacity for are asked for again; throws when some are left after the last try.
 * The limit: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export async function batchGet(
  dynamo: DynamoDBClient,
  tableName: string,
  request: KeysAndAttributes & { readonly Keys: Attributes[] },
  { pause, chance }: Patience,
): Promise<Attributes[]> {
  const items: Attributes[] = [];
  let pending: Record<string, KeysAndAttributes> = { [tableName]: request };
  for (let attempt = 1; attempt <= backoff.attemptsMax; attempt += 1) {
    const answer = await dynamo.send(new BatchGetItemCommand({ RequestItems: pending }));
    items.push(...(answer.Responses?.[tableName] ?? []));
    pending = answer.UnprocessedKeys ?? {};
    if (Object.keys(pending).length === 0) return items;
    await pause(pauseBeforeRetryMs(backoff, attempt, chance()));
  }
  const left = pending[tableName]?.Keys?.length ?? 0;
  throw new Error(
    `${left} of ${request.Keys.length} keys of ${tableName} were not read in ${backoff.attemptsMax} tries`,
  );
}
