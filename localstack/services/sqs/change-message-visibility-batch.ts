import type { Operation } from '../../engine/service.ts';
import { answerEntries, checkEntries } from './batch.ts';
import { changeVisibility } from './change-message-visibility.ts';
import type { VisibilityChange } from './change-message-visibility.ts';
import type { SqsState } from './state.ts';

interface ChangeMessageVisibilityBatch {
  readonly QueueUrl?: string;
  readonly Entries: readonly (VisibilityChange & { readonly Id: string })[];
}

export function changeMessageVisibilityBatch(state: SqsState): Operation {
  return {
    parameters: {
      QueueUrl: { type: 'string' },
      Entries: {
        type: 'list',
        required: true,
        member: {
          type: 'structure',
          members: {
            Id: { type: 'string' },
            ReceiptHandle: { type: 'string' },
            VisibilityTimeout: { type: 'integer' },
          },
        },
      },
    },
    run({ QueueUrl, Entries }: ChangeMessageVisibilityBatch) {
      const queue = state.queues.byUrl(QueueUrl);
      checkEntries('ChangeMessageVisibilityBatchRequestEntry', Entries);
      const answer = state.messages.transaction(() =>
        answerEntries(Entries, (entry) => {
          changeVisibility(state, queue, entry);
          return {};
        }),
      );
      state.watch.changed(queue.name);
      return answer;
    },
  };
}
