/**
 * How long SNS waits before it tries a queue or a function again: 3 retries at once, 2 after a second, 10 with a delay
 * that grows from 1 to 20 seconds, 100,000 every 20 seconds: 100,015 in 23 days.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
const immediateRetries = 3;
const preBackOffRetries = 2;
const backOffRetries = 10;
const postBackOffRetries = 100_000;
const delayMsMin = 1_000;
const delayMsMax = 20_000;

/** Wait after the given number of failed attempts (1 after the first); undefined when there is none left. */
export function retryDelayMs(failedAttempts: number): number | undefined {
  let retry = failedAttempts;
  if (retry <= immediateRetries) return 0;
  retry -= immediateRetries;
  if (retry <= preBackOffRetries) return delayMsMin;
  retry -= preBackOffRetries;
  // AWS documents that the delay grows exponentially between these ends, not how steeply.
  if (retry <= backOffRetries)
    return Math.round(delayMsMin * (delayMsMax / delayMsMin) ** ((retry - 1) / (backOffRetries - 1)));
  return retry - backOffRetries <= postBackOffRetries ? delayMsMax : undefined;
}
