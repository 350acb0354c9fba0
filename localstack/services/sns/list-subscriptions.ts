import type { Operation } from '../../engine/service.ts';
import { pageOf, pageParameters } from './page.ts';
import type { SnsState } from './state.ts';
import { subscriptionShape } from './subscription-attributes.ts';

export function listSubscriptions({ engine, subscriptions }: SnsState): Operation {
  return {
    parameters: pageParameters,
    run({ NextToken: token }: { readonly NextToken?: string }) {
      const { page, ...next } = pageOf(subscriptions.list(), token);
      return { Subscriptions: page.map((each) => subscriptionShape(each, engine.accountId)), ...next };
    },
  };
}
