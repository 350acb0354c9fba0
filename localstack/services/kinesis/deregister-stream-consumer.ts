import type { Operation } from '../../engine/service.ts';
import type { ConsumerReference, Consumers } from './consumers.ts';
import { consumerReference } from './parameters.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Deregisters a consumer and ends its subscriptions. */
export function deregisterStreamConsumer(consumers: Consumers, subscriptions: Subscriptions): Operation {
  return {
    parameters: consumerReference,
    run: (input: ConsumerReference) => {
      const consumer = consumers.find(input);
      consumers.deregister(consumer);
      subscriptions.look(consumer.arn);
      return {};
    },
  };
}
