import type { Operation } from '../../engine/service.ts';
import { missingParameter } from './errors.ts';
import type { SnsState } from './state.ts';
import { checkArn } from './topics.ts';

/** Deletes a subscription; one that is not there is deleted already. */
export function unsubscribe({ topics, subscriptions }: SnsState): Operation {
  return {
    parameters: { SubscriptionArn: { type: 'string' } },
    run({ SubscriptionArn: arn }: { readonly SubscriptionArn?: string }) {
      if (arn === undefined) throw missingParameter('SubscriptionArn');
      checkArn(arn, 'SubscriptionArn');
      const subscription = subscriptions.find(arn);
      if (!subscription) return;
      subscriptions.delete(arn);
      const topic = topics.find(subscription.topicArn);
      if (topic) topics.put({ ...topic, subscriptionsDeleted: topic.subscriptionsDeleted + 1 });
    },
  };
}
