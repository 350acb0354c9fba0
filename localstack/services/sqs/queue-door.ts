/** SQS for its neighbours in the cloud: the same queue, the same rules, no bytes. */
import type { QueueDoor, QueueMessage } from '../../engine/doors.ts';
import { afterDeletion, deleteReceived } from './delete-received.ts';
import type { MessageAttributes } from './message-attributes.ts';
import { numberOf } from './queue.ts';
import { parseReceiptHandle } from './receipt-handle.ts';
import type { SqsState } from './state.ts';
import { storeMessage } from './store-message.ts';
import { takeMessages } from './take-messages.ts';
import type { TakenMessage } from './take-messages.ts';

/** The door, with a little more than all its users need: binary attributes, as topics pass them on. */
export interface SqsDoor extends QueueDoor {
  send(queueArn: string, body: string, messageAttributes?: Readonly<Record<string, DoorAttribute>>): void;
}

type DoorAttribute = QueueMessage['messageAttributes'][string];

export function openQueueDoor(state: SqsState): SqsDoor {
  const { engine, queues, messages, watch } = state;
  return {
    receive: (queueArn, messagesMax) => {
      const queue = queues.byArn(queueArn);
      const visibilityMs = numberOf(queue, 'VisibilityTimeout') * 1000;
      return takeMessages(state, queue, messagesMax, { visibilityMs, isHeld: true }).map(toQueueMessage);
    },
    delete: (queueArn, receiptHandles) => {
      const queue = queues.byArn(queueArn);
      // A handle that has expired is left alone: its message is received again, as it is when AWS's mappings are late.
      messages.transaction(() => receiptHandles.forEach((handle) => void deleteReceived(state, queue, handle)));
      afterDeletion(state, queue);
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
        ([name, { dataType, stringValue, binaryValue }]) =>
          [
            name,
            {
              DataType: dataType,
              ...(stringValue !== undefined && { StringValue: stringValue }),
              ...(binaryValue !== undefined && { BinaryValue: binaryValue }),
            },
          ] as const,
      );
      const input = { MessageBody: body, MessageAttributes: Object.fromEntries(attributes) };
      messages.transaction(() => storeMessage(state, queue, input, engine.accountId));
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
