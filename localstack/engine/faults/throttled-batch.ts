/** Throttled batches: Kinesis and DynamoDB answer for each entry, and the caller sends again what did not fit. */
import { tooFast } from './refusals.ts';

type Input = Readonly<Record<string, unknown>>;

export interface ThrottledBatch {
  /** The input with what still goes through; undefined when nothing does. */
  readonly rest: Input | undefined;
  /** The whole answer, from what the rest was answered. */
  complete(answer: Input): Input;
}

/**
 * Splits a batch by drawing for each entry. Undefined when no entry is drawn; `'whole'` when the operation is none that
 * answers for its entries, or when the service would refuse all of it.
 */
export function throttleBatch(
  operation: string,
  input: Input,
  isDrawn: (resource: string | undefined) => boolean,
): ThrottledBatch | 'whole' | undefined {
  if (operation === 'PutRecords') return throttleRecords(input, isDrawn);
  if (operation === 'BatchWriteItem') return throttleWrites(input, isDrawn);
  return isDrawn(undefined) ? 'whole' : undefined;
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html: failed records stand at their places. */
function throttleRecords(input: Input, isDrawn: (resource?: string) => boolean): ThrottledBatch | undefined {
  const records = input['Records'] as readonly unknown[];
  const drawn = records.map(() => isDrawn());
  if (!drawn.includes(true)) return undefined;
  const kept = records.filter((_, index) => !drawn[index]);
  const failure = { ErrorCode: tooFast, ErrorMessage: 'Rate exceeded for the stream.' };
  return {
    rest: kept.length === 0 ? undefined : { ...input, Records: kept },
    complete: (answer) => {
      const answered = ((answer['Records'] ?? []) as readonly unknown[]).values();
      const failedCount = ((answer['FailedRecordCount'] ?? 0) as number) + records.length - kept.length;
      const all = drawn.map((isFailed) => (isFailed ? failure : answered.next().value));
      return { ...answer, FailedRecordCount: failedCount, Records: all };
    },
  };
}

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html: what was not written comes
 * back in `UnprocessedItems`, and "if none of the items can be processed", the call fails.
 */
function throttleWrites(input: Input, isDrawn: (resource?: string) => boolean): ThrottledBatch | 'whole' | undefined {
  const tables = Object.entries(input['RequestItems'] as Readonly<Record<string, readonly unknown[]>>);
  // What cannot be split is DynamoDB's to refuse, if the rule lets it come to that.
  if (!tables.every(([, writes]) => Array.isArray(writes))) return isDrawn() ? 'whole' : undefined;
  const split = tables.map(([table, writes]) => ({ table, ...Object.groupBy(writes, () => side(isDrawn(table))) }));
  const itemsOf = (part: 'kept' | 'drawn') =>
    Object.fromEntries(split.flatMap(({ table, [part]: writes }) => (writes ? [[table, writes]] : [])));
  const unprocessed = itemsOf('drawn');
  const kept = itemsOf('kept');
  if (Object.keys(unprocessed).length === 0) return undefined;
  if (Object.keys(kept).length === 0) return 'whole';
  return {
    rest: { ...input, RequestItems: kept },
    complete: (answer) => ({ ...answer, UnprocessedItems: unprocessed }),
  };
}

function side(isDrawn: boolean): 'drawn' | 'kept' {
  return isDrawn ? 'drawn' : 'kept';
}
