import type { Operation } from '../../engine/service.ts';
import type { SnsState } from './state.ts';
import { shownAttributes } from './topic-attributes.ts';

export function getTopicAttributes({ engine, topics, subscriptions }: SnsState): Operation {
  return {
    parameters: { TopicArn: { type: 'string' } },
    run({ TopicArn }: { readonly TopicArn?: string }) {
      const topic = topics.get(TopicArn);
      return { Attributes: shownAttributes(topic, engine.accountId, subscriptions.of(topic.arn).length) };
    },
  };
}
