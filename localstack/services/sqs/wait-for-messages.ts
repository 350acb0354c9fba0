/** Long polling: try at once, then each time something may have become visible, until the wait is over. */
import type { SqsState } from './state.ts';

/**
 * What `take` gives, as soon as it gives something; nothing when `waitMs` has passed, or when `signal` says that the
 * client has gone, so that no message is taken for nobody.
 */
export function waitForMessages<T>(
  { engine, watch }: SqsState,
  queueName: string,
  waitMs: number,
  signal: AbortSignal | undefined,
  take: () => T[],
): Promise<T[]> {
  const first = take();
  if (first.length > 0 || waitMs === 0 || signal?.aborted) return Promise.resolve(first);
  return new Promise((resolve, reject) => {
    const finish = (taken: T[]): void => {
      unlisten();
      timer.cancel();
      signal?.removeEventListener('abort', giveUp);
      resolve(taken);
    };
    const giveUp = (): void => finish([]);
    const tryAgain = (): void => {
      try {
        const taken = take();
        if (taken.length > 0) finish(taken);
      } catch (fault) {
        giveUp();
        reject(fault as Error);
      }
    };
    const unlisten = watch.listen(queueName, tryAgain);
    const timer = engine.clock.after(waitMs, giveUp);
    signal?.addEventListener('abort', giveUp);
  });
}
