import type { Backoff } from '../shared/backoff.ts';
import { pauseBeforeRetryMs } from '../shared/backoff.ts';
import type { EntryAnswer, Weather } from './ports.ts';

/** Four attempts within about a second: throttling of a shard or a queue is counted per second. */
const backoff: Backoff = { attemptsMax: 4, baseMs: 200, pauseMsMax: 1_000 };

/**
 * Hands entries over to a service that answers for each of them, and hands over again those it did not take, and only
 * those, a bounded number of times with jittered pauses. A call without an answer counts as taken by none.
 * `send` gets the entries that are still to go and answers in their order. Gives the final answer of each entry.
 */
export async function sendEntries<Entry>(
  entries: readonly Entry[],
  { chance, pause }: Weather,
  send: (pending: readonly Entry[]) => Promise<readonly EntryAnswer[]>,
): Promise<readonly EntryAnswer[]> {
  const answers: EntryAnswer[] = [];
  let pending = entries.map((entry, index) => ({ entry, index }));
  for (let attempt = 1; pending.length > 0; attempt += 1) {
    const given = await send(pending.map(({ entry }) => entry));
    for (const [position, { index }] of pending.entries())
      answers[index] = given[position] ?? { accepted: false, reason: 'no answer for the entry', mayRetry: true };
    pending = pending.filter(({ index }) => {
      const answer = answers[index];
      return answer?.accepted === false && answer.mayRetry;
    });
    if (attempt === backoff.attemptsMax || pending.length === 0) break;
    await pause(pauseBeforeRetryMs(backoff, attempt, chance()));
  }
  return answers;
}

/** What a call that failed as a whole means for each of its entries: not known to be taken, so to be sent again. */
export const untaken = (count: number, fault: unknown): readonly EntryAnswer[] => {
  const reason = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
  return Array.from({ length: count }, () => ({ accepted: false, reason, mayRetry: true }) as const);
};
