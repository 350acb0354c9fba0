/** The attributes of subscriptions. https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
import { notImplemented } from '../../engine/aws-error.ts';
import { invalidParameter } from './errors.ts';
import { compileFilterPolicy } from './filter-policy.ts';
import type { Subscription } from './subscriptions.ts';

type Attributes = Readonly<Record<string, string>>;

const settable = new Set(['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy']);
const elsewhere = new Set(['DeliveryPolicy', 'ReplayPolicy', 'SubscriptionRoleArn']);

/**
 * `attributes` with `changes`; an empty text takes one away. Throws for what no subscription may have. `prefix` goes
 * before the reason, for Subscribe says where it looked.
 */
export function changeAttributes(attributes: Attributes, changes: Attributes, prefix = ''): Record<string, string> {
  for (const [name, value] of Object.entries(changes)) checkAttribute(name, value, prefix);
  const merged = Object.entries({ ...attributes, ...changes }).filter(([, value]) => value !== '');
  const changed = Object.fromEntries(merged);
  compileFilterPolicy(changed);
  return changed;
}

function checkAttribute(name: string, value: string, prefix: string): void {
  if (elsewhere.has(name)) throw notImplemented(`sns subscription attribute ${name}`);
  if (!settable.has(name)) throw invalidParameter(`${prefix}AttributeName`);
  if (name === 'RawMessageDelivery' && value !== 'true' && value !== 'false') {
    throw invalidParameter(`${prefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  }
  if (name === 'FilterPolicyScope' && value !== 'MessageAttributes' && value !== 'MessageBody') {
    throw invalidParameter(
      `${prefix}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
    );
  }
  if (name === 'RedrivePolicy' && value !== '') checkRedrivePolicy(value, prefix);
}

function checkRedrivePolicy(text: string, prefix: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (fault) {
    throw invalidParameter(`${prefix}RedrivePolicy: failed to parse JSON. ${(fault as Error).message}`);
  }
  const target = (policy as { readonly deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  if (typeof target !== 'string' || !/^arn:[^:]*:sqs:[^:]*:[^:]*:[\w-]+$/u.test(target)) {
    throw invalidParameter(`${prefix}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
  }
}

/** All attributes of a subscription as GetSubscriptionAttributes shows them. */
export function shownSubscription(subscription: Subscription, accountId: string): Map<string, string> {
  const { arn, topicArn, protocol, endpoint, attributes } = subscription;
  const shown = {
    SubscriptionArn: arn,
    TopicArn: topicArn,
    Protocol: protocol,
    Endpoint: endpoint,
    Owner: accountId,
    ConfirmationWasAuthenticated: 'true',
    PendingConfirmation: 'false',
    RawMessageDelivery: 'false',
    SubscriptionPrincipal: `arn:aws:iam::${accountId}:root`,
    ...(attributes['FilterPolicy'] && { FilterPolicyScope: 'MessageAttributes' }),
    ...attributes,
  };
  return new Map(Object.entries(shown));
}

/** What the two lists show of a subscription. */
export function subscriptionShape({ arn, topicArn, protocol, endpoint }: Subscription, accountId: string) {
  return { SubscriptionArn: arn, Owner: accountId, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}
