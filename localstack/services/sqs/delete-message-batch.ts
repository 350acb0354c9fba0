import type { Operation } from '../../engine/service.ts';
import { answerEntries, checkEntries } from './batch.ts';
import { parseReceiptHandle } from './receipt-handle.ts';
import type { SqsState } from './state.ts';

interface DeleteMessageBatch {
  readonly QueueUrl?: string;
  readonly Entries: readonly { readonly Id: string; readonly ReceiptHandle?: string }[];
}

export function deleteMessageBatch({ queues, messages }: SqsState): Operation {
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
      const queue = queues.byUrl(QueueUrl);
      checkEntries('DeleteMessageBatchRequestEntry', Entries);
      return messages.transaction(() =>
        answerEntries(Entries, ({ ReceiptHandle }) => {
          const { sequence, receiveCount } = parseReceiptHandle(ReceiptHandle, queue.name);
          messages.delete(queue.name, sequence, receiveCount);
          return {};
        }),
      );
    },
  };
}
