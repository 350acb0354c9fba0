/** Reads a function's partial batch response: which items of the batch it says have failed. */

export type FailedItems = 'none' | 'all' | ReadonlySet<string>;

/**
 * The identifiers that a response reports under `batchItemFailures`. AWS takes an empty or null list, and an empty or
 * null response, as success of the whole batch; a response that cannot be read, an empty or null `itemIdentifier`, or
 * an item without one, as failure of the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html#streams-batchfailurereporting-conditions
 */
export function readFailedItems(payload: Buffer): FailedItems {
  if (payload.length === 0) return 'none';
  let response: unknown;
  try {
    response = JSON.parse(payload.toString('utf8'));
  } catch {
    return 'all';
  }
  if (response === null || response === '') return 'none';
  if (typeof response !== 'object') return 'all';
  const { batchItemFailures } = response as { readonly batchItemFailures?: unknown };
  if (batchItemFailures === undefined || batchItemFailures === null) return 'none';
  if (!Array.isArray(batchItemFailures)) return 'all';
  const identifiers = new Set<string>();
  for (const failure of batchItemFailures as unknown[]) {
    const { itemIdentifier } = (failure ?? {}) as { readonly itemIdentifier?: unknown };
    if (typeof itemIdentifier !== 'string' || itemIdentifier === '') return 'all';
    identifiers.add(itemIdentifier);
  }
  return identifiers.size === 0 ? 'none' : identifiers;
}
