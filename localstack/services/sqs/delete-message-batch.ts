import type { Operation } from '../../engine/service.ts';
import { answerEntries, checkEntries } from './batch.ts';
import { afterDeletion, deleteReceived } from './delete-received.ts';
import { receiptHandleExpired } from './errors.ts';
import type { SqsState } from './state.ts';

interface DeleteMessageBatch {
  readonly QueueUrl?: string;
  readonly Entries: readonly { readonly Id: string; readonly ReceiptHandle?: string }[];
}

export function deleteMessageBatch(state: SqsState): Operation {
  return {
    parameters: {
      QueueUrl: { type: 'string' },
      Entries: {
        type: 'list',
        required: true,
        member: { type: 'structure', members: { Id: { type: 'string' }, ReceiptHandle: { type: 'string' } } },
      },
    },
    run({ QueueUrl, Entries }: DeleteMessageBatch) {
      const queue = state.queues.byUrl(QueueUrl);
      checkEntries('DeleteMessageBatchRequestEntry', Entries);
      const answer = state.messages.transaction(() =>
        answerEntries(Entries, ({ ReceiptHandle }) => {
          if (deleteReceived(state, queue, ReceiptHandle) === 'expired') throw receiptHandleExpired(ReceiptHandle);
          return {};
        }),
      );
      afterDeletion(state, queue);
      return answer;
    },
  };
}
