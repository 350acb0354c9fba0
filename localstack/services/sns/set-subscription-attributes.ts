import type { Operation } from '../../engine/service.ts';
import { missingParameter } from './errors.ts';
import type { SnsState } from './state.ts';
import { changeAttributes } from './subscription-attributes.ts';

interface SetSubscriptionAttributes {
  readonly SubscriptionArn?: string;
  readonly AttributeName?: string;
  readonly AttributeValue?: string;
}

/** Sets one attribute, from the next message on, where AWS takes up to 15 minutes. */
export function setSubscriptionAttributes({ subscriptions }: SnsState): Operation {
  return {
    parameters: {
      SubscriptionArn: { type: 'string' },
      AttributeName: { type: 'string' },
      AttributeValue: { type: 'string' },
    },
    run({ SubscriptionArn, AttributeName: name, AttributeValue: value = '' }: SetSubscriptionAttributes) {
      const subscription = subscriptions.get(SubscriptionArn);
      if (name === undefined) throw missingParameter('AttributeName');
      const attributes = changeAttributes(subscription.attributes, { [name]: value });
      subscriptions.put({ ...subscription, attributes });
    },
  };
}
