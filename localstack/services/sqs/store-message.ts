/** Puts a message into a queue: the part that SendMessage, its batch and the door share. */
import { acceptMessage } from './accept-message.ts';
import type { AcceptedAnswer, MessageInput } from './accept-message.ts';
import { attributeOf, isFifo } from './queue.ts';
import type { Queue } from './queue.ts';
import { sequenceNumberOf } from './sequence-number.ts';
import type { SqsState } from './state.ts';

export interface StoredAnswer extends AcceptedAnswer {
  readonly SequenceNumber?: string;
}

/**
 * Checks and stores a message within the caller's transaction. A FIFO queue that has accepted the same deduplication
 * id in the last five minutes, even if that message is long deleted, answers as for the first and stores nothing.
 */
export function storeMessage(state: SqsState, queue: Queue, input: MessageInput, senderId: string): StoredAnswer {
  const { message, answer, deduplicationId } = acceptMessage(state, queue, input, senderId);
  if (!isFifo(queue) || deduplicationId === undefined) {
    state.messages.insert(queue.name, message);
    return answer;
  }
  const { fifo, engine } = state;
  const nowMs = engine.clock.nowMs();
  const scope = attributeOf(queue, 'DeduplicationScope') === 'messageGroup' ? (message.groupId ?? '') : '';
  const original = fifo.original(queue.name, scope, deduplicationId, nowMs);
  if (original) {
    return { ...answer, MessageId: original.messageId, SequenceNumber: sequenceNumberOf(original.sequence) };
  }
  const sequence = state.messages.insert(queue.name, message);
  fifo.remember(queue.name, scope, deduplicationId, { messageId: message.messageId, sequence }, nowMs);
  return { ...answer, SequenceNumber: sequenceNumberOf(sequence) };
}
