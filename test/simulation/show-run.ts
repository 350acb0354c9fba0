import { createHash } from 'node:crypto';

import { simulate } from './world/simulate.ts';

/** A digest of everything that happened: two runs with the same one were the same run. */
export const digestOf = (trace: readonly string[]): string =>
  createHash('sha256').update(trace.join('\n')).digest('hex').slice(0, 16);

/** Runs one seed and prints what happened, step by step. True when nothing was wrong. */
export async function showRun(seed: number, say: (line: string) => void): Promise<boolean> {
  const { trace, violations, steps } = await simulate(seed, { isTraced: true });
  for (const line of trace) say(line);
  say(`seed ${seed}: ${steps} steps, digest ${digestOf(trace)}, ${violations.length} violations`);
  return violations.length === 0;
}
