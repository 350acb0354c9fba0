import { AwsError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import { invalidParameterValue, invalidValue, missingParameter } from './errors.ts';
import type { Queue } from './queue.ts';
import { parseReceiptHandle } from './receipt-handle.ts';
import type { SqsState } from './state.ts';

export interface VisibilityChange {
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

/** Makes a received message visible again in `VisibilityTimeout` seconds from now; 0 is at once. */
export function changeMessageVisibility(state: SqsState): Operation {
  return {
    parameters: {
      QueueUrl: { type: 'string' },
      ReceiptHandle: { type: 'string' },
      VisibilityTimeout: { type: 'integer' },
    },
    run({ QueueUrl, ...change }: VisibilityChange & { readonly QueueUrl?: string }) {
      const queue = state.queues.byUrl(QueueUrl);
      changeVisibility(state, queue, change);
      state.watch.changed(queue.name);
    },
  };
}

/** One change, shared with the batch. Throws in SQS's words when the message is gone or in nobody's hands. */
export function changeVisibility(
  { engine, messages }: SqsState,
  queue: Queue,
  { ReceiptHandle, VisibilityTimeout }: VisibilityChange,
): void {
  if (VisibilityTimeout === undefined) throw missingParameter('VisibilityTimeout');
  if (VisibilityTimeout < 0 || VisibilityTimeout > 43_200) {
    throw invalidValue(
      'VisibilityTimeout',
      VisibilityTimeout,
      'VisibilityTimeout must be an integer between 0 and 43200',
    );
  }
  const { sequence, receiveCount } = parseReceiptHandle(ReceiptHandle, queue.name);
  const message = messages.find(queue.name, sequence);
  if (!message || message.receiveCount !== receiveCount) {
    throw invalidParameterValue(
      `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  }
  const nowMs = engine.clock.nowMs();
  if (message.visibleAtMs <= nowMs) {
    throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
  }
  messages.setVisibleAt(sequence, nowMs + VisibilityTimeout * 1000);
}
