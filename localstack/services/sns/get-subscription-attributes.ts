import type { Operation } from '../../engine/service.ts';
import type { SnsState } from './state.ts';
import { shownSubscription } from './subscription-attributes.ts';

export function getSubscriptionAttributes({ engine, subscriptions }: SnsState): Operation {
  return {
    parameters: { SubscriptionArn: { type: 'string' } },
    run: ({ SubscriptionArn }: { readonly SubscriptionArn?: string }) => ({
      Attributes: shownSubscription(subscriptions.get(SubscriptionArn), engine.accountId),
    }),
  };
}
