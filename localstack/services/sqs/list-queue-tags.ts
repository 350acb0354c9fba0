import type { Operation } from '../../engine/service.ts';
import type { SqsState } from './state.ts';

export function listQueueTags({ queues }: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' } },
    run({ QueueUrl }: { readonly QueueUrl?: string }) {
      const { tags } = queues.byUrl(QueueUrl);
      return Object.keys(tags).length > 0 ? { Tags: tags } : {};
    },
  };
}
