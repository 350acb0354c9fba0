import type { Call, Operation } from '../../engine/service.ts';
import { messageSizeBytes } from './accept-message.ts';
import type { MessageInput } from './accept-message.ts';
import { answerEntries, checkEntries } from './batch.ts';
import { batchRequestTooLong } from './errors.ts';
import { messageParameters } from './send-message.ts';
import type { SqsState } from './state.ts';
import { storeMessage } from './store-message.ts';

interface SendMessageBatch {
  readonly QueueUrl?: string;
  readonly Entries: readonly (MessageInput & { readonly Id: string })[];
}

/** Greatest sum of the messages of a batch. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const batchBytesMax = 1_048_576;

/** Stores up to ten messages in one transaction; refused entries are answered beside the stored ones. */
export function sendMessageBatch(state: SqsState): Operation {
  return {
    parameters: {
      QueueUrl: { type: 'string' },
      Entries: {
        type: 'list',
        required: true,
        member: { type: 'structure', members: { Id: { type: 'string' }, ...messageParameters } },
      },
    },
    run({ QueueUrl, Entries }: SendMessageBatch, call: Call) {
      const queue = state.queues.byUrl(QueueUrl);
      checkEntries('SendMessageBatchRequestEntry', Entries);
      const sizeBytes = Entries.reduce((sum, entry) => sum + (entry.MessageBody ? messageSizeBytes(entry) : 0), 0);
      if (sizeBytes > batchBytesMax) throw batchRequestTooLong(batchBytesMax, sizeBytes);
      const answer = state.messages.transaction(() =>
        answerEntries(Entries, (entry) => storeMessage(state, queue, entry, call.accountId)),
      );
      state.watch.changed(queue.name);
      return answer;
    },
  };
}
