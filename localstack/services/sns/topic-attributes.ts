/** The attributes of topics. https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
import { notImplemented } from '../../engine/aws-error.ts';
import { invalidParameter } from './errors.ts';
import type { Topic } from './topics.ts';

/** Those that can be set; of them only Policy and DisplayName are more than a note here. */
const settable = new Set([
  'DeliveryPolicy',
  'DisplayName',
  'KmsMasterKeyId',
  'Policy',
  'SignatureVersion',
  'TracingConfig',
]);

/** AWS's own that are not here. */
const elsewhere =
  /^(?:ArchivePolicy|BeginningArchiveTime|ContentBasedDeduplication|DataProtectionPolicy|FifoThroughputScope|FifoTopic|.*(?:FeedbackRoleArn|FeedbackSampleRate))$/u;

/** Throws for an attribute that no topic has, and for one that topics have on AWS only. `prefix` goes before the reason. */
export function checkTopicAttribute(name: string, value: string, prefix = ''): void {
  if (elsewhere.test(name) && value !== 'false') throw notImplemented(`sns topic attribute ${name}`);
  if (!settable.has(name) && name !== 'FifoTopic') throw invalidParameter(`${prefix}AttributeName`);
  if (name.endsWith('Policy') && value !== '' && !isJsonObject(value)) {
    throw invalidParameter(`${prefix}${name}: failed to parse JSON.`);
  }
  // "Display name … up to 100 characters"
  if (name === 'DisplayName' && value.length > 100) throw invalidParameter(`${prefix}DisplayName`);
}

function isJsonObject(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

/** How AWS retries web hooks by default; it is shown with every topic. */
const effectiveDeliveryPolicy = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
});

/** What a topic that nobody has given a policy lets its owner do. */
export function defaultTopicPolicy(topicArn: string, accountId: string): string {
  const actions = [
    'GetTopicAttributes',
    'SetTopicAttributes',
    'AddPermission',
    'RemovePermission',
    'DeleteTopic',
    'Subscribe',
    'ListSubscriptionsByTopic',
    'Publish',
  ];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  });
}

/** All attributes of a topic as GetTopicAttributes shows them. */
export function shownAttributes(topic: Topic, accountId: string, subscriptionsConfirmed: number): Map<string, string> {
  const shown = {
    TopicArn: topic.arn,
    Owner: accountId,
    DisplayName: '',
    Policy: defaultTopicPolicy(topic.arn, accountId),
    EffectiveDeliveryPolicy: effectiveDeliveryPolicy,
    SubscriptionsConfirmed: String(subscriptionsConfirmed),
    SubscriptionsPending: '0',
    SubscriptionsDeleted: String(topic.subscriptionsDeleted),
    ...topic.attributes,
  };
  return new Map(Object.entries(shown));
}
