/** A message as a queue or a function receives it. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
import type { MessageAttributes } from './message-attributes.ts';
import type { TopicMessage } from './message.ts';
import type { Subscription } from './subscriptions.ts';

/** Nothing here holds a key whose certificate a receiver could fetch: the signature says so instead of pretending. */
const signature = Buffer.from('unsigned: the local cloud signs no messages').toString('base64');

/** The body of the queue message: the text alone with raw delivery, else the notification around it. */
export function queueBody(message: TopicMessage, subscription: Subscription): string {
  const text = textFor(message, 'sqs');
  return isRaw(subscription) ? text : notification(message, subscription, text);
}

/** What a dead-letter queue gets is what the endpoint would have got; a function's is the notification. */
export function deadLetterBody(message: TopicMessage, subscription: Subscription): string {
  const text = textFor(message, subscription.protocol);
  return isRaw(subscription) ? text : notification(message, subscription, text);
}

/** Raw delivery sends the attributes as the queue's own; else they are inside the notification. */
export function isRaw({ protocol, attributes }: Subscription): boolean {
  return protocol === 'sqs' && attributes['RawMessageDelivery'] === 'true';
}

function notification(message: TopicMessage, subscription: Subscription, text: string): string {
  const attributes = attributeShapes(message.attributes);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: message.messageId,
    TopicArn: message.topicArn,
    ...(message.subject !== undefined && { Subject: message.subject }),
    Message: text,
    Timestamp: new Date(message.publishedAtMs).toISOString(),
    SignatureVersion: '1',
    Signature: signature,
    SigningCertURL: certificateUrl(subscription),
    UnsubscribeURL: unsubscribeUrl(subscription),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  });
}

/** The event of a function. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function functionEvent(message: TopicMessage, subscription: Subscription): Buffer {
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: subscription.arn,
    Sns: {
      Type: 'Notification',
      MessageId: message.messageId,
      TopicArn: message.topicArn,
      Subject: message.subject ?? null,
      Message: textFor(message, 'lambda'),
      Timestamp: new Date(message.publishedAtMs).toISOString(),
      SignatureVersion: '1',
      Signature: signature,
      SigningCertUrl: certificateUrl(subscription),
      UnsubscribeUrl: unsubscribeUrl(subscription),
      MessageAttributes: attributeShapes(message.attributes),
    },
  };
  return Buffer.from(JSON.stringify({ Records: [record] }));
}

function textFor({ texts }: TopicMessage, protocol: string): string {
  return texts[protocol] ?? texts.default;
}

function attributeShapes(attributes: MessageAttributes): Record<string, { Type: string; Value: string }> {
  const shapes = Object.entries(attributes).map(
    ([name, { DataType, StringValue, BinaryValue }]) =>
      [name, { Type: DataType, Value: StringValue ?? BinaryValue ?? '' }] as const,
  );
  return Object.fromEntries(shapes);
}

function unsubscribeUrl(subscription: Subscription): string {
  return `${serviceUrl(subscription)}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`;
}

/** Where AWS would keep the certificate; receivers check the host. Nothing is there for this name. */
function certificateUrl(subscription: Subscription): string {
  return `${serviceUrl(subscription)}/SimpleNotificationService-0000000000000000000000.pem`;
}

function serviceUrl({ arn }: Subscription): string {
  return `https://sns.${arn.split(':')[3] ?? ''}.amazonaws.com`;
}
