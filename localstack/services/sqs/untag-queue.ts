import type { Operation } from '../../engine/service.ts';
import { missingParameter } from './errors.ts';
import type { SqsState } from './state.ts';

interface UntagQueue {
  readonly QueueUrl?: string;
  readonly TagKeys?: readonly string[];
}

export function untagQueue({ queues }: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, TagKeys: { type: 'list', member: { type: 'string' } } },
    run({ QueueUrl, TagKeys }: UntagQueue) {
      const queue = queues.byUrl(QueueUrl);
      if (!TagKeys) throw missingParameter('TagKeys');
      queue.tags = Object.fromEntries(Object.entries(queue.tags).filter(([key]) => !TagKeys.includes(key)));
      queues.put(queue);
    },
  };
}
