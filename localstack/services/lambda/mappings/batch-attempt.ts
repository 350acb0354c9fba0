/**
 * What becomes of a stream's batch after an invocation: a pure rule, the heart of an event source mapping.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */

/** Records that go to the function together, and how often they, or the batch they were cut from, have gone before. */
export interface Attempt<Item> {
  readonly items: readonly Item[];
  /** Retries that count towards `retriesMax`. */
  readonly retries: number;
  /** Invocations, splits included. */
  readonly invocations: number;
}

/** How an invocation ended: the whole batch, none of it, or everything before `index`. */
export type Verdict =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'failed-from'; readonly index: number };

export interface RetryRules {
  /** -1: without end. */
  readonly retriesMax: number;
  readonly mayBisect: boolean;
}

export interface Continuation<Item> {
  /** So many items, from the batch's beginning, are done. */
  readonly doneCount: number;
  /** What to invoke next, in this order. */
  readonly next: readonly Attempt<Item>[];
  /** Items whose retries are used up: they are reported and skipped. */
  readonly exhausted?: Attempt<Item>;
  /** A split or progress is followed up at once; a plain retry backs off first. */
  readonly mustBackOff: boolean;
}

/** Decides how to go on with `attempt` after `verdict`. */
export function continueAfter<Item>(attempt: Attempt<Item>, verdict: Verdict, rules: RetryRules): Continuation<Item> {
  const { items, retries } = attempt;
  const invocations = attempt.invocations + 1;
  if (verdict.kind === 'succeeded') return { doneCount: items.length, next: [], mustBackOff: false };

  const doneCount = verdict.kind === 'failed-from' ? verdict.index : 0;
  const rest = items.slice(doneCount);
  // "The batch is bisected at the returned sequence number and Lambda retries only the remaining records."
  if (doneCount > 0 && rules.mayBisect) {
    return { doneCount, next: [{ items: rest, retries, invocations }], mustBackOff: false };
  }
  // Unsure what AWS does when the returned sequence number is the batch's first: there is nothing to cut off before
  // it, so this halves the batch as after any other error, which isolates the record in the end.
  if (rules.mayBisect && rest.length > 1) {
    const middle = Math.ceil(rest.length / 2);
    const halves = [rest.slice(0, middle), rest.slice(middle)];
    // "Splitting a batch does not count towards the retry quota."
    return { doneCount, next: halves.map((half) => ({ items: half, retries, invocations })), mustBackOff: false };
  }
  if (rules.retriesMax >= 0 && retries >= rules.retriesMax) {
    return { doneCount, next: [], exhausted: { items: rest, retries, invocations }, mustBackOff: false };
  }
  return { doneCount, next: [{ items: rest, retries: retries + 1, invocations }], mustBackOff: true };
}
