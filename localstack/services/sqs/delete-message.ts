import type { Operation } from '../../engine/service.ts';
import { afterDeletion, deleteReceived } from './delete-received.ts';
import { receiptHandleExpired } from './errors.ts';
import type { SqsState } from './state.ts';

interface DeleteMessage {
  readonly QueueUrl?: string;
  readonly ReceiptHandle?: string;
}

/** Deletes a message by its latest receipt handle. */
export function deleteMessage(state: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, ReceiptHandle: { type: 'string' } },
    run({ QueueUrl, ReceiptHandle }: DeleteMessage) {
      const queue = state.queues.byUrl(QueueUrl);
      if (deleteReceived(state, queue, ReceiptHandle) === 'expired') throw receiptHandleExpired(ReceiptHandle);
      afterDeletion(state, queue);
    },
  };
}
