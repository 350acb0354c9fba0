import { Expiring } from '../expiring.ts';
import type { CachedAnswer, TopkCache } from '../ports.ts';

/** Answers of the default size are about 2 KB, so this is 10 MB of a function's memory. */
const answersMax = 5_000;

/** Answers in the memory of one Lambda environment: gone with it, and never told of a change; hence the short life. */
export function memoryCache(): TopkCache {
  const answers = new Expiring<string, CachedAnswer>(answersMax);
  const filling = new Map<string, Promise<CachedAnswer | undefined>>();

  const fillOnce = (key: string, nowMs: number, fill: () => Promise<CachedAnswer | undefined>) => {
    const running = filling.get(key);
    if (running) return running;
    const started = fill()
      .then((answer) => {
        if (answer && answer.expiresAtMs > nowMs) answers.set(key, answer, answer.expiresAtMs);
        return answer;
      })
      .finally(() => filling.delete(key));
    filling.set(key, started);
    return started;
  };

  return {
    answer: async (key, nowMs, fill) => {
      const remembered = answers.get(key, nowMs);
      if (remembered) return { answer: remembered, source: 'memory' };
      return { answer: await fillOnce(key, nowMs, fill), source: 'table' };
    },
  };
}
