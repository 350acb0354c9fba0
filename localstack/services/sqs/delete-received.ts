/** Deletes a received message: the part that DeleteMessage, its batch and the door share. */
import { isFifo } from './queue.ts';
import type { Queue } from './queue.ts';
import { parseReceiptHandle } from './receipt-handle.ts';
import type { SqsState } from './state.ts';

/**
 * Deletes by the latest receipt handle. An older one, or a second time, succeeds without effect in a standard queue. In
 * a FIFO queue a handle whose visibility timeout is over deletes nothing, for the group may have gone on without it.
 */
export function deleteReceived({ messages, engine }: SqsState, queue: Queue, handle: string | undefined): Deletion {
  const { sequence, receiveCount } = parseReceiptHandle(handle, queue.name);
  if (isFifo(queue)) {
    const message = messages.find(queue.name, sequence);
    const isHeld = message?.receiveCount === receiveCount && message.visibleAtMs > engine.clock.nowMs();
    if (message && !isHeld) return 'expired';
  }
  messages.delete(queue.name, sequence, receiveCount);
  return 'done';
}

export type Deletion = 'done' | 'expired';

/** A group of a FIFO queue is free again when the last of its messages in flight is deleted: somebody may wait for it. */
export function afterDeletion({ watch }: SqsState, queue: Queue): void {
  if (isFifo(queue)) watch.changed(queue.name);
}
