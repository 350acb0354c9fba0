import type { Operation } from '../../engine/service.ts';
import { purgeQueueInProgress } from './errors.ts';
import type { SqsState } from './state.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
const betweenPurgesMs = 60_000;

/** Deletes all messages at once, where AWS takes up to 60 seconds; a second purge has to wait that long all the same. */
export function purgeQueue({ engine, queues, messages, watch }: SqsState): Operation {
  const purgedAtMs = new Map<string, number>();
  return {
    parameters: { QueueUrl: { type: 'string' } },
    run({ QueueUrl }: { readonly QueueUrl?: string }) {
      const { name } = queues.byUrl(QueueUrl);
      const nowMs = engine.clock.nowMs();
      if (nowMs - (purgedAtMs.get(name) ?? -Infinity) < betweenPurgesMs) throw purgeQueueInProgress(name);
      purgedAtMs.set(name, nowMs);
      messages.deleteAll(name);
      watch.hidden(name);
    },
  };
}
