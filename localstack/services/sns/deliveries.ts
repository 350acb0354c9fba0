/**
 * Takes messages to queues and functions. What an endpoint refuses for good goes to the subscription's dead-letter
 * queue; what merely fails is kept on disk and tried again. A publish is answered when each delivery is one or the other.
 */
import type { ServicePrincipal } from '../../engine/authorization/principal.ts';
import { AwsError } from '../../engine/aws-error.ts';
import type { Timer } from '../../engine/clock.ts';
import type { FunctionDoor } from '../../engine/doors.ts';
import { faultText } from '../../engine/log.ts';
import type { Engine } from '../../engine/service.ts';
import { DeliveryStore } from './delivery-store.ts';
import type { TopicMessage } from './message.ts';
import { deadLetterBody, functionEvent, isRaw, queueBody } from './notification.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';

/** SQS as a topic uses it. */
export interface TopicQueues {
  send(
    queueArn: string,
    body: string,
    messageAttributes: Readonly<
      Record<string, { readonly dataType: string; readonly stringValue?: string; readonly binaryValue?: string }>
    >,
  ): void;
}

export interface TopicDoors {
  readonly queues: TopicQueues;
  readonly functions: Pick<FunctionDoor, 'invokeLater'>;
}

const deliveriesPerRound = 500;

export class Deliveries {
  readonly #engine: Engine;
  readonly #doors: TopicDoors;
  readonly #subscriptions: Subscriptions;
  readonly #store: DeliveryStore;
  #timer: Timer | undefined;
  #isStarted = false;

  constructor(engine: Engine, doors: TopicDoors, subscriptions: Subscriptions) {
    this.#engine = engine;
    this.#doors = doors;
    this.#subscriptions = subscriptions;
    this.#store = new DeliveryStore(engine.state.database('sns'));
  }

  /** Goes on with what was waiting when the cloud ended. */
  start(): void {
    this.#isStarted = true;
    this.#arm();
  }

  stop(): void {
    this.#isStarted = false;
    this.#timer?.cancel();
  }

  /** Delivers to one subscription. When this returns, the message is there, is kept for later, or has been given up. */
  deliver(subscription: Subscription, message: TopicMessage): void {
    const outcome = this.#attempt(subscription, message, 1);
    if (outcome.kind !== 'later') return;
    this.#store.add(subscription.arn, message, 1, this.#engine.clock.nowMs() + outcome.delayMs);
    this.#arm();
  }

  #arm(): void {
    this.#timer?.cancel();
    const atMs = this.#isStarted ? this.#store.nextDueAtMs() : undefined;
    if (atMs === undefined) return;
    const { clock } = this.#engine;
    this.#timer = clock.after(Math.max(0, atMs - clock.nowMs()), () => this.#round());
  }

  #round(): void {
    const nowMs = this.#engine.clock.nowMs();
    for (const { id, subscriptionArn, message, attempts } of this.#store.due(nowMs, deliveriesPerRound)) {
      const subscription = this.#subscriptions.find(subscriptionArn);
      // Nobody is subscribed any more: the message has nowhere to go.
      const outcome = subscription ? this.#attempt(subscription, message, attempts + 1) : { kind: 'done' as const };
      if (outcome.kind === 'later') this.#store.postpone(id, attempts + 1, nowMs + outcome.delayMs);
      else this.#store.remove(id);
    }
    this.#arm();
  }

  #attempt(subscription: Subscription, message: TopicMessage, attempt: number): Outcome {
    try {
      this.#send(subscription, message);
      return { kind: 'done' };
    } catch (fault) {
      const delayMs = isFinal(fault) ? undefined : retryDelayMs(attempt);
      if (delayMs !== undefined) return { kind: 'later', delayMs };
      this.#giveUp(subscription, message, fault);
      return { kind: 'done' };
    }
  }

  #send(subscription: Subscription, message: TopicMessage): void {
    const { queues, functions } = this.#doors;
    const { protocol, endpoint } = subscription;
    const action = protocol === 'lambda' ? 'lambda:InvokeFunction' : 'sqs:SendMessage';
    this.#engine.authorize?.(principalOf(subscription), action, endpoint);
    if (protocol === 'lambda') functions.invokeLater(endpoint, functionEvent(message, subscription));
    else queues.send(endpoint, queueBody(message, subscription), queueAttributes(message, subscription));
  }

  #giveUp(subscription: Subscription, message: TopicMessage, fault: unknown): void {
    const { log, authorize } = this.#engine;
    const { arn: subscriptionArn, attributes } = subscription;
    const deadLetterArn = deadLetterArnOf(attributes);
    const fields = { subscriptionArn, messageId: message.messageId, deadLetterArn, fault: faultText(fault) };
    if (deadLetterArn === undefined) return log('error', 'sns-message-lost', fields);
    log('warn', 'sns-message-undeliverable', fields);
    try {
      authorize?.(principalOf(subscription), 'sqs:SendMessage', deadLetterArn);
      const body = deadLetterBody(message, subscription);
      this.#doors.queues.send(deadLetterArn, body, queueAttributes(message, subscription));
    } catch (second) {
      log('error', 'sns-message-lost', { ...fields, fault: faultText(second) });
    }
    return undefined;
  }
}

/** Queues and functions let the topic in by their own policies. */
function principalOf({ topicArn }: Subscription): ServicePrincipal {
  return { kind: 'service', name: 'sns.amazonaws.com', sourceArn: topicArn };
}

type Outcome = { readonly kind: 'done' } | { readonly kind: 'later'; readonly delayMs: number };

/** "Client-side errors … SNS doesn't retry": the endpoint is gone or refuses. A throttle is the server's. */
function isFinal(fault: unknown): boolean {
  return fault instanceof AwsError && fault.statusCode < 500 && fault.statusCode !== 429;
}

function deadLetterArnOf({ RedrivePolicy }: Readonly<Record<string, string>>): string | undefined {
  if (!RedrivePolicy) return undefined;
  return (JSON.parse(RedrivePolicy) as { readonly deadLetterTargetArn?: string }).deadLetterTargetArn;
}

function queueAttributes(message: TopicMessage, subscription: Subscription): Parameters<TopicQueues['send']>[2] {
  if (!isRaw(subscription)) return {};
  const attributes = Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => {
    const value = BinaryValue ? { binaryValue: BinaryValue } : { stringValue: StringValue ?? '' };
    return [name, { dataType: DataType, ...value }] as const;
  });
  return Object.fromEntries(attributes);
}
