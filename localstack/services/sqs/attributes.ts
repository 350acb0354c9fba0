/** The rules for queue attributes, as data where they are numbers. */
import { notImplemented } from '../../engine/aws-error.ts';
import { invalidAttributeName, invalidAttributeValue, invalidValue } from './errors.ts';

/** Least and greatest values. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const numberRanges: Readonly<Record<string, readonly [number, number]>> = {
  VisibilityTimeout: [0, 43_200],
  MessageRetentionPeriod: [60, 1_209_600],
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, 1_048_576],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  KmsDataKeyReusePeriodSeconds: [60, 86_400],
};

const textAttributes = new Set([
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'SqsManagedSseEnabled',
]);
const fifoAttributes = new Set(['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit']);

/** Throws when an attribute is unknown or its value is out of range. An empty text takes an attribute away. */
export function checkAttributes(
  attributes: Readonly<Record<string, string>>,
  hasQueue: (arn: string) => boolean,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (fifoAttributes.has(name) && value !== 'false') throw notImplemented(`sqs queue attribute ${name}`);
    const range = numberRanges[name];
    if (range) checkNumber(name, value, range);
    else if (!textAttributes.has(name)) throw invalidAttributeName(name);
  }
  checkJson('Policy', attributes['Policy']);
  checkRedriveAllowPolicy(attributes['RedriveAllowPolicy']);
  checkRedrivePolicy(attributes['RedrivePolicy'], hasQueue);
}

function checkNumber(name: string, value: string, [least, greatest]: readonly [number, number]): void {
  if (!/^\d+$/u.test(value) || Number(value) < least || Number(value) > greatest) throw invalidAttributeValue(name);
}

function checkRedriveAllowPolicy(text: string | undefined): void {
  const policy = checkJson('RedriveAllowPolicy', text);
  const permission = policy?.['redrivePermission'];
  if (policy && !['allowAll', 'denyAll', 'byQueue'].includes(String(permission))) {
    throw invalidValue('RedriveAllowPolicy', text, `Invalid value for redrivePermission: ${String(permission)}.`);
  }
}

function checkRedrivePolicy(text: string | undefined, hasQueue: (arn: string) => boolean): void {
  const policy = checkJson('RedrivePolicy', text);
  if (!policy) return;
  for (const name of ['maxReceiveCount', 'deadLetterTargetArn']) {
    if (policy[name] === undefined) {
      throw invalidValue('RedrivePolicy', text, `Redrive policy does not contain mandatory attribute: ${name}.`);
    }
  }
  const maxReceiveCount = Number(policy['maxReceiveCount']);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    const reason = `Invalid value for maxReceiveCount: ${String(policy['maxReceiveCount'])}, valid values are from 1 to 1000 both inclusive.`;
    throw invalidValue('RedrivePolicy', text, reason);
  }
  if (!hasQueue(String(policy['deadLetterTargetArn']))) {
    throw invalidValue('RedrivePolicy', text, 'Dead letter target does not exist.');
  }
}

function checkJson(name: string, text: string | undefined): Record<string, unknown> | undefined {
  if (!text) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Not JSON: refused below, as every other text that is not an object.
  }
  throw invalidAttributeValue(name);
}
