/** SQS for its neighbours in the cloud: the same queue, the same rules, no bytes. */
import type { QueueDoor, QueueMessage } from '../../engine/doors.ts';
import { acceptMessage } from './accept-message.ts';
import type { MessageAttributes } from './message-attributes.ts';
import { numberOf } from './queue.ts';
import { parseReceiptHandle } from './receipt-handle.ts';
import type { SqsState } from './state.ts';
import { takeMessages } from './take-messages.ts';
import type { TakenMessage } from './take-messages.ts';

export function openQueueDoor(state: SqsState): QueueDoor {
  const { engine, queues, messages, watch } = state;
  return {
    receive: (queueArn, messagesMax) => {
      const queue = queues.byArn(queueArn);
      const visibilityMs = numberOf(queue, 'VisibilityTimeout') * 1000;
      return takeMessages(state, queue, messagesMax, { visibilityMs, isHeld: true }).map(toQueueMessage);
    },
    delete: (queueArn, receiptHandles) => {
      const { name } = queues.byArn(queueArn);
      const receipts = receiptHandles.map((handle) => parseReceiptHandle(handle, name));
      messages.transaction(() => {
        for (const { sequence, receiveCount } of receipts) messages.delete(name, sequence, receiveCount);
      });
    },
    release: (queueArn, receiptHandles, delayMs) => {
      const { name } = queues.byArn(queueArn);
      const visibleAtMs = engine.clock.nowMs() + delayMs;
      messages.transaction(() => {
        for (const handle of receiptHandles) {
          const { sequence, receiveCount } = parseReceiptHandle(handle, name);
          // A message that has been received again since is in other hands: it stays as it is.
          if (messages.find(name, sequence)?.receiveCount === receiveCount)
            messages.setVisibleAt(sequence, visibleAtMs);
        }
      });
      watch.changed(name);
    },
    send: (queueArn, body, messageAttributes = {}) => {
      const queue = queues.byArn(queueArn);
      const attributes = Object.entries(messageAttributes).map(
        ([name, { dataType, stringValue }]) => [name, { DataType: dataType, StringValue: stringValue }] as const,
      );
      const input = { MessageBody: body, MessageAttributes: Object.fromEntries(attributes) };
      messages.insert(queue.name, acceptMessage(state, queue, input, engine.accountId).message);
      watch.changed(queue.name);
    },
    visibilityTimeoutMs: (queueArn) => numberOf(queues.byArn(queueArn), 'VisibilityTimeout') * 1000,
    onVisible: (queueArn, listener) => watch.listen(queues.byArn(queueArn).name, listener),
  };
}

function toQueueMessage({ message, receiptHandle, systemAttributes }: TakenMessage): QueueMessage {
  const stored = message.attributes ? (JSON.parse(message.attributes) as MessageAttributes) : {};
  const attributes = Object.entries(stored).map(
    ([name, { DataType, StringValue, BinaryValue }]) =>
      [
        name,
        {
          dataType: DataType,
          ...(StringValue !== undefined && { stringValue: StringValue }),
          ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        },
      ] as const,
  );
  return {
    messageId: message.messageId,
    receiptHandle,
    body: message.body,
    md5OfBody: message.md5OfBody,
    attributes: systemAttributes,
    messageAttributes: Object.fromEntries(attributes),
  };
}
