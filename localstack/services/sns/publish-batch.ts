import type { Operation } from '../../engine/service.ts';
import {
  batchEntryIdsNotDistinct,
  batchRequestTooLong,
  emptyBatchRequest,
  invalidBatchEntryId,
  tooManyEntriesInBatchRequest,
} from './errors.ts';
import { messageBytesMax, messageSizeBytes, readMessage } from './message.ts';
import type { MessageInput } from './message.ts';
import { publishMessage } from './publish-message.ts';
import { messageParameters } from './publish.ts';
import type { SnsState } from './state.ts';

interface PublishBatch {
  readonly TopicArn?: string;
  readonly PublishBatchRequestEntries?: readonly (MessageInput & { readonly Id: string })[];
}

const entriesMax = 10;

/** Publishes up to ten messages. A message that breaks a rule refuses the batch, as AWS does; `Failed` stays empty. */
export function publishBatch(state: SnsState): Operation {
  return {
    parameters: {
      TopicArn: { type: 'string' },
      PublishBatchRequestEntries: {
        type: 'list',
        member: { type: 'structure', members: { Id: { type: 'string' }, ...messageParameters } },
      },
    },
    run({ TopicArn, PublishBatchRequestEntries: entries = [] }: PublishBatch) {
      const topic = state.topics.get(TopicArn);
      checkEntries(entries);
      const checked = entries.map((entry) => ({ Id: entry.Id, message: readMessage(entry) }));
      const sizeBytes = entries.reduce((sum, entry) => sum + messageSizeBytes(entry), 0);
      if (sizeBytes > messageBytesMax) throw batchRequestTooLong();
      const Successful = checked.map(({ Id, message }) => ({ Id, MessageId: publishMessage(state, topic, message) }));
      return { Successful, Failed: [] };
    },
  };
}

function checkEntries(entries: readonly { readonly Id: string }[]): void {
  if (entries.length === 0) throw emptyBatchRequest();
  if (entries.length > entriesMax) throw tooManyEntriesInBatchRequest();
  if (entries.some(({ Id }) => !/^[\w-]{1,80}$/u.test(Id ?? ''))) throw invalidBatchEntryId();
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) throw batchEntryIdsNotDistinct();
}
