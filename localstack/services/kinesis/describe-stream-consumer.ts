import type { Operation } from '../../engine/service.ts';
import { consumerShape } from './consumers.ts';
import type { ConsumerReference, Consumers } from './consumers.ts';
import { consumerReference } from './parameters.ts';

export function describeStreamConsumer(consumers: Consumers): Operation {
  return {
    parameters: consumerReference,
    run: (input: ConsumerReference) => {
      const consumer = consumers.find(input);
      return {
        ConsumerDescription: { ...consumerShape(consumers, consumer), StreamARN: consumer.streamArn },
      };
    },
  };
}
