import { notImplemented } from '../../engine/aws-error.ts';
import { randomUuid } from '../../engine/random.ts';
import type { Operation } from '../../engine/service.ts';
import { invalidParameter, missingParameter } from './errors.ts';
import type { SnsState } from './state.ts';
import { changeAttributes, shownSubscription } from './subscription-attributes.ts';
import type { DeliveryProtocol, Subscription } from './subscriptions.ts';

interface Subscribe {
  readonly TopicArn?: string;
  readonly Protocol?: string;
  readonly Endpoint?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

/** AWS's protocols that are not here. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const elsewhere = new Set(['http', 'https', 'email', 'email-json', 'sms', 'application', 'firehose']);

/** Subscribes a queue or a function, at once confirmed; the same endpoint again answers the same subscription. */
export function subscribe({ engine, topics, subscriptions }: SnsState): Operation {
  return {
    parameters: {
      TopicArn: { type: 'string' },
      Protocol: { type: 'string' },
      Endpoint: { type: 'string' },
      Attributes: { type: 'map', member: { type: 'string' } },
      // Queues and functions need no confirmation, so that the ARN is always returned.
      ReturnSubscriptionArn: { type: 'any' },
    },
    run({ TopicArn, Protocol, Endpoint, Attributes = {} }: Subscribe) {
      if (Protocol === undefined) throw missingParameter('Protocol');
      const protocol = checkProtocol(Protocol);
      const endpoint = checkEndpoint(protocol, Endpoint);
      const topic = topics.get(TopicArn);
      const attributes = changeAttributes({}, Attributes, 'Attributes Reason: ');
      const kept = subscriptions.of(topic.arn).map(({ subscription }) => subscription);
      const known = kept.find((each) => each.protocol === protocol && each.endpoint === endpoint);
      if (known) {
        checkSame(known, Attributes, engine.accountId);
        return { SubscriptionArn: known.arn };
      }
      const arn = `${topic.arn}:${randomUuid(engine.random)}`;
      subscriptions.put({ arn, topicArn: topic.arn, protocol, endpoint, attributes });
      return { SubscriptionArn: arn };
    },
  };
}

function checkProtocol(protocol: string): DeliveryProtocol {
  if (protocol === 'sqs' || protocol === 'lambda') return protocol;
  if (elsewhere.has(protocol)) throw notImplemented(`sns subscription protocol ${protocol}`);
  throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
}

function checkEndpoint(protocol: DeliveryProtocol, endpoint: string | undefined): string {
  if (!endpoint) throw missingParameter('Endpoint');
  const pattern =
    protocol === 'sqs' ? /^arn:[^:]*:sqs:[^:]*:[^:]*:[\w.-]+$/u : /^arn:[^:]*:lambda:[^:]*:[^:]*:function:.+$/u;
  if (!pattern.test(endpoint)) throw invalidParameter(`${protocol === 'sqs' ? 'SQS' : 'Lambda'} endpoint ARN`);
  if (protocol === 'sqs' && endpoint.endsWith('.fifo')) {
    throw invalidParameter(
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
  }
  return endpoint;
}

function checkSame(known: Subscription, attributes: Readonly<Record<string, string>>, accountId: string): void {
  const shown = shownSubscription(known, accountId);
  if (Object.entries(attributes).every(([name, value]) => (shown.get(name) ?? '') === value)) return;
  throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
}
