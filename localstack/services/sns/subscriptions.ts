/** All subscriptions, by ARN and by topic, with their compiled filters. */
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { missingParameter, subscriptionNotFound } from './errors.ts';
import { compileFilterPolicy } from './filter-policy.ts';
import type { Filter } from './filter-policy.ts';
import { checkArn } from './topics.ts';

export type DeliveryProtocol = 'sqs' | 'lambda';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: DeliveryProtocol;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Kept {
  readonly subscription: Subscription;
  readonly filter: Filter;
}

export class Subscriptions {
  readonly #documents: Documents<Subscription>;
  readonly #byTopic = new Map<string, Map<string, Kept>>();

  constructor(engine: Engine) {
    this.#documents = engine.state.documents<Subscription>('sns-subscriptions');
    for (const subscription of this.#documents.list()) this.#keep(subscription);
  }

  find(arn: string): Subscription | undefined {
    return this.#byTopic.get(topicArnOf(arn))?.get(arn)?.subscription;
  }

  /** The subscription that a request names. Throws when the text is no ARN or names none. */
  get(arn: string | undefined): Subscription {
    if (arn === undefined) throw missingParameter('SubscriptionArn');
    checkArn(arn, 'SubscriptionArn');
    const subscription = this.find(arn);
    if (!subscription) throw subscriptionNotFound();
    return subscription;
  }

  /** A topic's subscriptions with their filters, in the order they were made. */
  of(topicArn: string): readonly Kept[] {
    return [...(this.#byTopic.get(topicArn)?.values() ?? [])];
  }

  /** In order of ARN. */
  list(): Subscription[] {
    const all = [...this.#byTopic.values()].flatMap((kept) => [...kept.values()]);
    return all.map(({ subscription }) => subscription).toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  put(subscription: Subscription): void {
    this.#keep(subscription);
    this.#documents.put(subscription.arn, subscription);
  }

  delete(arn: string): void {
    this.#byTopic.get(topicArnOf(arn))?.delete(arn);
    this.#documents.delete(arn);
  }

  deleteOf(topicArn: string): void {
    for (const { subscription } of this.of(topicArn)) this.delete(subscription.arn);
    this.#byTopic.delete(topicArn);
  }

  #keep(subscription: Subscription): void {
    const kept = this.#byTopic.get(subscription.topicArn) ?? new Map<string, Kept>();
    this.#byTopic.set(subscription.topicArn, kept);
    kept.set(subscription.arn, { subscription, filter: compileFilterPolicy(subscription.attributes) });
  }
}

/** A subscription's ARN is its topic's with a UUID after it. */
function topicArnOf(arn: string): string {
  return arn.slice(0, arn.lastIndexOf(':'));
}
