import type { Operation } from '../../engine/service.ts';
import { consumerShape } from './consumers.ts';
import type { Consumers } from './consumers.ts';
import { consumerName, requiredStreamArn, tagMap } from './parameters.ts';
import { withTags, type Tags } from './tags.ts';

interface RegisterStreamConsumerInput {
  readonly StreamARN: string;
  readonly ConsumerName: string;
  readonly Tags?: Tags;
}

/** Registers a consumer, which may then subscribe to the shards of its stream. */
export function registerStreamConsumer(consumers: Consumers): Operation {
  const { streams } = consumers;
  return {
    parameters: { StreamARN: requiredStreamArn, ConsumerName: { ...consumerName, required: true }, Tags: tagMap },
    run: ({ StreamARN, ConsumerName, Tags: given = {} }: RegisterStreamConsumerInput) => {
      const stream = streams.usable({ StreamARN });
      const tags = withTags(ConsumerName, streams.engine.accountId, {}, given);
      return { Consumer: consumerShape(consumers, consumers.register(stream, ConsumerName, tags)) };
    },
  };
}
