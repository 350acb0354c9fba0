import type { Operation } from '../../engine/service.ts';
import type { SqsState } from './state.ts';

/** Deletes a queue with its messages, at once. */
export function deleteQueue({ queues, messages, fifo, moveTasks, watch }: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' } },
    run({ QueueUrl }: { readonly QueueUrl?: string }) {
      const queue = queues.byUrl(QueueUrl);
      queues.delete(queue);
      messages.deleteAll(queue.name);
      fifo.forget(queue.name);
      moveTasks.forget(queue.arn);
      watch.changed(queue.name);
    },
  };
}
