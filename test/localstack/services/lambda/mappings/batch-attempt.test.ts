import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { continueAfter } from '../../../../../localstack/services/lambda/mappings/batch-attempt.ts';
import type { Attempt, Verdict } from '../../../../../localstack/services/lambda/mappings/batch-attempt.ts';

/** Follows a batch to its end; `judge` is the function. */
function follow(
  items: readonly number[],
  rules: { retriesMax: number; mayBisect: boolean },
  judge: (items: readonly number[]) => Verdict,
) {
  const done: number[] = [];
  const exhausted: number[] = [];
  const attempts: Attempt<number>[] = [{ items, retries: 0, invocations: 0 }];
  let steps = 0;
  for (let attempt = attempts.pop(); attempt; attempt = attempts.pop()) {
    steps += 1;
    if (steps > 10_000) throw new Error('the batch never comes to an end');
    const after = continueAfter(attempt, judge(attempt.items), rules);
    done.push(...attempt.items.slice(0, after.doneCount));
    exhausted.push(...(after.exhausted?.items ?? []));
    attempts.push(...after.next.toReversed());
  }
  return { done, exhausted };
}

const rules = fc.record({ retriesMax: fc.nat(4), mayBisect: fc.boolean() });
const batch = fc.integer({ min: 1, max: 40 }).map((length) => Array.from({ length }, (_, index) => index));

test('whatever the function answers, every item ends done or exhausted, once', () => {
  const verdicts = fc.infiniteStream(
    fc.oneof(
      fc.constant<Verdict>({ kind: 'succeeded' }),
      fc.constant<Verdict>({ kind: 'failed' }),
      fc.nat(39).map((index): Verdict => ({ kind: 'failed-from', index })),
    ),
  );
  fc.assert(
    fc.property(batch, rules, verdicts, (items, rule, answers) => {
      const { done, exhausted } = follow(items, rule, (given) => {
        const verdict = answers.next().value;
        return verdict.kind === 'failed-from' ? { ...verdict, index: verdict.index % given.length } : verdict;
      });

      expect([...done, ...exhausted].toSorted((a, b) => a - b)).toEqual(items);
    }),
  );
});

test('with bisecting only the poison is exhausted, and the rest is done in order', () => {
  fc.assert(
    fc.property(batch, fc.nat(4), fc.array(fc.nat(39)), fc.boolean(), (items, retriesMax, poison, reports) => {
      const { done, exhausted } = follow(items, { retriesMax, mayBisect: true }, (given) => {
        const index = given.findIndex((item) => poison.includes(item));
        if (index < 0) return { kind: 'succeeded' };
        return reports ? { kind: 'failed-from', index } : { kind: 'failed' };
      });

      expect(exhausted).toEqual(items.filter((item) => poison.includes(item)));
      expect(done).toEqual(items.filter((item) => !poison.includes(item)));
    }),
  );
});
