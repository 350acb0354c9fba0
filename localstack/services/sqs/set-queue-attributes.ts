import type { Operation } from '../../engine/service.ts';
import { checkAttributes } from './attributes.ts';
import { missingParameter } from './errors.ts';
import { isFifo, numberOf } from './queue.ts';
import type { SqsState } from './state.ts';

interface SetQueueAttributes {
  readonly QueueUrl?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

/** Changes attributes at once, where AWS takes up to 60 seconds; an empty text takes one away. */
export function setQueueAttributes({ engine, queues, fifo, watch }: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, Attributes: { type: 'map', member: { type: 'string' } } },
    run({ QueueUrl, Attributes }: SetQueueAttributes) {
      const queue = queues.byUrl(QueueUrl);
      if (!Attributes) throw missingParameter('Attributes');
      checkAttributes(queue, Attributes, queues);
      const merged = Object.entries({ ...queue.attributes, ...Attributes });
      queue.attributes = Object.fromEntries(merged.filter(([, value]) => value !== ''));
      queue.modifiedAtMs = engine.clock.nowMs();
      queues.put(queue);
      if (isFifo(queue) && Attributes['DelaySeconds'] !== undefined) {
        fifo.delayUnreceived(queue.name, numberOf(queue, 'DelaySeconds') * 1000);
      }
      watch.changed(queue.name);
    },
  };
}
