import type { Operation } from '../../engine/service.ts';
import { missingParameter } from './errors.ts';
import type { SqsState } from './state.ts';

interface TagQueue {
  readonly QueueUrl?: string;
  readonly Tags?: Readonly<Record<string, string>>;
}

export function tagQueue({ queues }: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, Tags: { type: 'map', member: { type: 'string' } } },
    run({ QueueUrl, Tags }: TagQueue) {
      const queue = queues.byUrl(QueueUrl);
      if (!Tags) throw missingParameter('Tags');
      queue.tags = { ...queue.tags, ...Tags };
      queues.put(queue);
    },
  };
}
