/** Bounds of a retry: how often in all, and how long the pauses may grow. */
export type Backoff = { readonly attemptsMax: number; readonly baseMs: number; readonly pauseMsMax: number };

/**
 * The pause before retry number `retry` (1 is the first): exponential with full jitter, so that many callers
 * that were refused together do not come back together.
 * `chance` is in [0, 1). The rule: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function pauseBeforeRetryMs({ baseMs, pauseMsMax }: Backoff, retry: number, chance: number): number {
  return Math.floor(chance * Math.min(pauseMsMax, baseMs * 2 ** (retry - 1)));
}
