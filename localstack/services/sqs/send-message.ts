import type { Call, Operation } from '../../engine/service.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import type { MessageInput } from './accept-message.ts';
import type { SqsState } from './state.ts';
import { storeMessage } from './store-message.ts';

const attribute = {
  type: 'structure',
  members: { DataType: { type: 'string' }, StringValue: { type: 'string' }, BinaryValue: { type: 'blob' } },
} as const;

/** The members of a message, shared with SendMessageBatch's entries. */
export const messageParameters: ParameterTable = {
  MessageBody: { type: 'string' },
  DelaySeconds: { type: 'integer' },
  MessageAttributes: { type: 'map', member: attribute },
  MessageSystemAttributes: { type: 'map', member: attribute },
  MessageGroupId: { type: 'string' },
  MessageDeduplicationId: { type: 'string' },
};

/** Stores one message; it survives a kill once this has answered. */
export function sendMessage(state: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, ...messageParameters },
    run({ QueueUrl, ...input }: MessageInput & { readonly QueueUrl?: string }, call: Call) {
      const queue = state.queues.byUrl(QueueUrl);
      const answer = state.messages.transaction(() => storeMessage(state, queue, input, call.accountId));
      state.watch.changed(queue.name);
      return answer;
    },
  };
}
