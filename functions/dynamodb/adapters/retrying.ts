import { pauseBeforeRetryMs } from '../../shared/backoff.ts';
import type { Backoff } from '../../shared/backoff.ts';
import { retryReasonOf } from './retry-reason.ts';
import type { RetryReason } from './retry-reason.ts';

/** What waiting takes; ports, so that a test does not wait. */
export type Patience = {
  readonly pause: (durationMs: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly chance: () => number;
};

/** The first pause is up to `baseMs` long, and `cost` is taken from the quota. The figures are the SDK's. */
const retries = {
  throttling: { baseMs: 1_000, cost: 5 },
  transient: { baseMs: 50, cost: 14 },
} satisfies Record<RetryReason, { readonly baseMs: number; readonly cost: number }>;
const pauseMsMax = 20_000;
/** What one process's calls may spend on retries before they succeed again; a call that succeeds at once earns 1. */
const quotaMax = 500;
const earnedAtOnce = 1;

/**
 * Runs calls as the SDK's standard mode does: at most `attemptsMax` tries, pauses that double and are spread by full
 * jitter, and a quota that all calls share, so that those who retry do not keep down a table that is struggling. What a
 * call threw last is thrown. A call may take effect twice, as with the SDK: it must be idempotent.
 * docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function retrying({ pause, chance }: Patience, attemptsMax: number) {
  let quota = quotaMax;

  return async <Value>(attempt: () => Promise<Value>): Promise<Value> => {
    let earned = earnedAtOnce;
    for (let attempts = 1; ; attempts += 1) {
      try {
        const value = await attempt();
        quota = Math.min(quotaMax, quota + earned);
        return value;
      } catch (fault) {
        const reason = retryReasonOf(fault);
        if (!reason || attempts >= attemptsMax) throw fault;
        const { baseMs, cost } = retries[reason];
        if (quota < cost) throw fault;
        quota -= cost;
        earned = cost;
        const backoff: Backoff = { attemptsMax, baseMs, pauseMsMax };
        await pause(pauseBeforeRetryMs(backoff, attempts, chance()));
      }
    }
  };
}
