import type { Operation } from '../../engine/service.ts';
import { parseReceiptHandle } from './receipt-handle.ts';
import type { SqsState } from './state.ts';

interface DeleteMessage {
  readonly QueueUrl?: string;
  readonly ReceiptHandle?: string;
}

/** Deletes a message by its latest receipt handle; an older handle of it, or a second time, succeeds without effect. */
export function deleteMessage({ queues, messages }: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, ReceiptHandle: { type: 'string' } },
    run({ QueueUrl, ReceiptHandle }: DeleteMessage) {
      const queue = queues.byUrl(QueueUrl);
      const { sequence, receiveCount } = parseReceiptHandle(ReceiptHandle, queue.name);
      messages.delete(queue.name, sequence, receiveCount);
    },
  };
}
