/**
 * `ReceiveRequestAttemptId`: a receive of a FIFO queue whose answer got lost may be made again, and hands out the same
 * messages under the same handles, hidden anew.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-receiverequestattemptid-request-parameter.html
 */
import type { Queue } from './queue.ts';
import { parseReceiptHandle } from './receipt-handle.ts';
import type { SqsState } from './state.ts';
import { describeTaken } from './take-messages.ts';
import type { TakenMessage } from './take-messages.ts';

/** What attempt `attemptId` took, or what `take` takes when it is new or some of its messages have changed since. */
export function takeAttempt(
  state: SqsState,
  queue: Queue,
  attemptId: string,
  visibilityMs: number,
  take: () => TakenMessage[],
): TakenMessage[] {
  const nowMs = state.engine.clock.nowMs();
  const again = repeat(state, queue, attemptId, visibilityMs, nowMs);
  if (again) return again;
  const taken = take();
  if (taken.length > 0) {
    const receipts = taken.map(({ receiptHandle }) => parseReceiptHandle(receiptHandle, queue.name));
    const attempt = receipts.map(({ sequence, receiveCount }) => [sequence, receiveCount] as const);
    state.fifo.rememberAttempt(queue.name, attemptId, attempt, nowMs);
  }
  return taken;
}

function repeat(
  { fifo, messages, watch }: SqsState,
  queue: Queue,
  attemptId: string,
  visibilityMs: number,
  nowMs: number,
): TakenMessage[] | undefined {
  const attempt = fifo.attempt(queue.name, attemptId, nowMs);
  if (!attempt) return undefined;
  const held = attempt.flatMap(([sequence, receiveCount]) => {
    const message = messages.find(queue.name, sequence);
    return message && message.receiveCount === receiveCount && message.visibleAtMs > nowMs ? [message] : [];
  });
  if (held.length < attempt.length) return undefined;
  messages.transaction(() => {
    for (const { sequence } of held) messages.setVisibleAt(sequence, nowMs + visibilityMs);
  });
  watch.hidden(queue.name);
  return held.map((message) => describeTaken(queue, message, message.receiveCount, nowMs));
}
