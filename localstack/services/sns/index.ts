/** Amazon SNS: standard topics that fan out to queues and functions, with filters, raw delivery, retries and dead letters. */
import type { Engine, Service } from '../../engine/service.ts';
import { createTopic } from './create-topic.ts';
import { deleteTopic } from './delete-topic.ts';
import type { TopicDoors } from './deliveries.ts';
import { getSubscriptionAttributes } from './get-subscription-attributes.ts';
import { getTopicAttributes } from './get-topic-attributes.ts';
import { listSubscriptionsByTopic } from './list-subscriptions-by-topic.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTopics } from './list-topics.ts';
import { publishBatch } from './publish-batch.ts';
import { publish } from './publish.ts';
import { setSubscriptionAttributes } from './set-subscription-attributes.ts';
import { setTopicAttributes } from './set-topic-attributes.ts';
import { openSnsState } from './state.ts';
import { subscribe } from './subscribe.ts';
import { subscriptionResource } from './subscription-resource.ts';
import { tagResource } from './tag-resource.ts';
import { topicPolicyResource } from './topic-policy-resource.ts';
import { topicResource } from './topic-resource.ts';
import { unsubscribe } from './unsubscribe.ts';
import { untagResource } from './untag-resource.ts';

export function createSns(engine: Engine, doors: TopicDoors): Service {
  const state = openSnsState(engine, doors);
  return {
    name: 'sns',
    protocol: { kind: 'query', xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/', apiVersion: '2010-03-31' },
    operations: {
      CreateTopic: createTopic(state),
      DeleteTopic: deleteTopic(state),
      GetSubscriptionAttributes: getSubscriptionAttributes(state),
      GetTopicAttributes: getTopicAttributes(state),
      ListSubscriptions: listSubscriptions(state),
      ListSubscriptionsByTopic: listSubscriptionsByTopic(state),
      ListTagsForResource: listTagsForResource(state),
      ListTopics: listTopics(state),
      Publish: publish(state),
      PublishBatch: publishBatch(state),
      SetSubscriptionAttributes: setSubscriptionAttributes(state),
      SetTopicAttributes: setTopicAttributes(state),
      Subscribe: subscribe(state),
      TagResource: tagResource(state),
      Unsubscribe: unsubscribe(state),
      UntagResource: untagResource(state),
    },
    resources: {
      'AWS::SNS::Subscription': subscriptionResource,
      'AWS::SNS::Topic': topicResource,
      'AWS::SNS::TopicPolicy': topicPolicyResource,
    },
    iam: { policyOf: (arn) => state.topics.find(arn)?.attributes['Policy'] },
    start: () => state.deliveries.start(),
    stop: () => state.deliveries.stop(),
  };
}
