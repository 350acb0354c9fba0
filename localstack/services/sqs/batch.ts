/** What the three batch operations share: the rules for the list, and an answer per entry. */
import { AwsError } from '../../engine/aws-error.ts';
import {
  batchEntryIdsNotDistinct,
  emptyBatchRequest,
  invalidBatchEntryId,
  tooManyEntriesInBatchRequest,
} from './errors.ts';

export interface BatchAnswer<T> {
  readonly Successful: (T & { readonly Id: string })[];
  readonly Failed: {
    readonly Id: string;
    readonly SenderFault: boolean;
    readonly Code: string;
    readonly Message: string;
  }[];
}

const entriesMax = 10;

/** Throws what SQS says about the list as a whole. `entryKind` is the shape's name, which the message quotes. */
export function checkEntries(entryKind: string, entries: readonly { readonly Id: string }[]): void {
  if (entries.length === 0) throw emptyBatchRequest(entryKind);
  if (entries.length > entriesMax) throw tooManyEntriesInBatchRequest(entries.length);
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[\w-]{1,80}$/u.test(Id ?? '')) throw invalidBatchEntryId();
    if (seen.has(Id)) throw batchEntryIdsNotDistinct(Id);
    seen.add(Id);
  }
}

/** Runs each entry by itself: one that is refused does not keep the others. */
export function answerEntries<E extends { readonly Id: string }, T extends object>(
  entries: readonly E[],
  run: (entry: E) => T,
): BatchAnswer<T> {
  const answer: BatchAnswer<T> = { Successful: [], Failed: [] };
  for (const entry of entries) {
    try {
      answer.Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (fault) {
      if (!(fault instanceof AwsError)) throw fault;
      answer.Failed.push({ Id: entry.Id, SenderFault: true, Code: fault.code, Message: fault.message });
    }
  }
  return answer;
}
