import type { Operation } from '../../engine/service.ts';
import { pageOf, pageParameters } from './page.ts';
import type { SnsState } from './state.ts';
import { subscriptionShape } from './subscription-attributes.ts';

interface ListSubscriptionsByTopic {
  readonly TopicArn?: string;
  readonly NextToken?: string;
}

export function listSubscriptionsByTopic({ engine, topics, subscriptions }: SnsState): Operation {
  return {
    parameters: { TopicArn: { type: 'string' }, ...pageParameters },
    run({ TopicArn, NextToken: token }: ListSubscriptionsByTopic) {
      const topic = topics.get(TopicArn);
      const own = subscriptions.list().filter(({ topicArn }) => topicArn === topic.arn);
      const { page, ...next } = pageOf(own, token);
      return { Subscriptions: page.map((each) => subscriptionShape(each, engine.accountId)), ...next };
    },
  };
}
