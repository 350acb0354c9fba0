/** Hands out visible messages and hides them: the part that ReceiveMessage and the door share. */
import type { StoredMessage } from './message-store.ts';
import { isFifo, numberOf, redrivePolicyOf } from './queue.ts';
import type { Queue } from './queue.ts';
import { receiptHandleOf } from './receipt-handle.ts';
import { sequenceNumberOf } from './sequence-number.ts';
import type { SqsState } from './state.ts';

export interface TakenMessage {
  readonly message: StoredMessage;
  readonly receiptHandle: string;
  /** `ApproximateReceiveCount`, `SentTimestamp`, `SenderId`, … */
  readonly systemAttributes: Readonly<Record<string, string>>;
}

/**
 * Takes at most `messagesMax` visible messages and hides each for `visibilityMs`, so that a reader that dies gives
 * them back by doing nothing. Messages received too often go to the dead-letter queue instead.
 */
export function takeMessages(
  state: SqsState,
  queue: Queue,
  messagesMax: number,
  { visibilityMs, isHeld = false }: { readonly visibilityMs: number; readonly isHeld?: boolean },
): TakenMessage[] {
  const { messages, watch, engine } = state;
  const nowMs = engine.clock.nowMs();
  expireMessages(state, queue);
  if (visibleMessages(state, queue, nowMs, 1).length === 0) return [];
  const taken = messages.transaction(() => {
    const live = takeLive(state, queue, messagesMax, nowMs);
    for (const { sequence } of live) messages.hide(sequence, nowMs + visibilityMs, nowMs, isHeld);
    return live;
  });
  watch.hidden(queue.name);
  return taken.map((message) => describeTaken(queue, message, message.receiveCount + 1, nowMs));
}

/** What may be received now, at most `messagesMax`: of a FIFO queue only from groups that are in nobody's hands. */
export function visibleMessages(
  { fifo, messages }: Pick<SqsState, 'fifo' | 'messages'>,
  queue: Queue,
  nowMs: number,
  messagesMax: number,
): StoredMessage[] {
  return (isFifo(queue) ? fifo : messages).visible(queue.name, nowMs, messagesMax);
}

/** Retention is exact: what is too old is gone before anybody looks. */
export function expireMessages({ messages, engine }: Pick<SqsState, 'messages' | 'engine'>, queue: Queue): void {
  messages.deleteOlder(queue.name, engine.clock.nowMs() - numberOf(queue, 'MessageRetentionPeriod') * 1000);
}

/** Each round either finds no exhausted message and ends, or moves at least one out of the queue. */
function takeLive(state: SqsState, queue: Queue, messagesMax: number, nowMs: number): StoredMessage[] {
  const redrive = redrivePolicyOf(queue);
  const deadQueue = redrive && state.queues.find(redrive.deadLetterTargetArn);
  for (;;) {
    const found = visibleMessages(state, queue, nowMs, messagesMax);
    const exhausted = deadQueue ? found.filter(({ receiveCount }) => receiveCount >= redrive.maxReceiveCount) : [];
    if (!deadQueue || exhausted.length === 0) return found;
    for (const message of exhausted) {
      const systemAttributes = { ...parse(message.systemAttributes), DeadLetterQueueSourceArn: queue.arn };
      // "For FIFO queues, the enqueue timestamp resets when the message is moved to a dead-letter queue."
      const sentAtMs = isFifo(queue) ? nowMs : message.sentAtMs;
      state.messages.move(message.sequence, deadQueue.name, JSON.stringify(systemAttributes), sentAtMs, nowMs);
    }
    state.watch.changed(deadQueue.name);
  }
}

/** A message as its `receiveCount`th receiver sees it. */
export function describeTaken(queue: Queue, message: StoredMessage, receiveCount: number, nowMs: number): TakenMessage {
  return {
    message,
    receiptHandle: receiptHandleOf({ queueName: queue.name, sequence: message.sequence, receiveCount }),
    systemAttributes: {
      ...parse(message.systemAttributes),
      ...(isFifo(queue) && { SequenceNumber: sequenceNumberOf(message.sequence) }),
      SentTimestamp: String(message.sentAtMs),
      ApproximateReceiveCount: String(receiveCount),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs ?? nowMs),
    },
  };
}

function parse(text: string): Record<string, string> {
  return JSON.parse(text) as Record<string, string>;
}
