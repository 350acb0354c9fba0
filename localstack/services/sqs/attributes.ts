/** The rules for queue attributes, as data where they are numbers or choices. */
import { invalidAttributeName, invalidAttributeValue, invalidValue } from './errors.ts';
import { attributeOf, isFifo } from './queue.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import { checkRedriveAllowPolicy, checkRedrivePolicy } from './redrive-policies.ts';

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

/** The choices of what only FIFO queues have; other queues do not know the attribute. */
const fifoChoices: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true'],
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};

/** Throws when an attribute that is to be set on `queue` is unknown to it or out of range. An empty text takes one away. */
export function checkAttributes(queue: Queue, attributes: Readonly<Record<string, string>>, queues: Queues): void {
  for (const [name, value] of Object.entries(attributes)) {
    const range = Object.hasOwn(numberRanges, name) ? numberRanges[name] : undefined;
    const choices = isFifo(queue) && Object.hasOwn(fifoChoices, name) ? fifoChoices[name] : undefined;
    if (range) checkNumber(name, value, range);
    else if (choices) checkChoice(name, value, choices);
    else if (!textAttributes.has(name)) throw invalidAttributeName(name);
  }
  checkThroughput({ ...queue, attributes: { ...queue.attributes, ...attributes } });
  const policies = Object.entries(attributes).map(([name, value]) => [name, checkJson(name, value)] as const);
  const { RedriveAllowPolicy, RedrivePolicy } = Object.fromEntries(policies);
  if (RedriveAllowPolicy) checkRedriveAllowPolicy(RedriveAllowPolicy, attributes['RedriveAllowPolicy'] ?? '');
  if (RedrivePolicy) checkRedrivePolicy(queue, RedrivePolicy, attributes['RedrivePolicy'] ?? '', queues);
}

function checkNumber(name: string, value: string, [least, greatest]: readonly [number, number]): void {
  if (!/^\d+$/u.test(value) || Number(value) < least || Number(value) > greatest) throw invalidAttributeValue(name);
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw invalidAttributeValue(name);
}

/** "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup." Unsure of the words. */
function checkThroughput(queue: Queue): void {
  const limit = attributeOf(queue, 'FifoThroughputLimit');
  if (limit !== 'perMessageGroupId' || attributeOf(queue, 'DeduplicationScope') === 'messageGroup') return;
  const reason = 'perMessageGroupId is allowed only when the value for DeduplicationScope is messageGroup.';
  throw invalidValue('FifoThroughputLimit', limit, reason);
}

function checkJson(name: string, text: string): Record<string, unknown> | undefined {
  if (!text || !name.endsWith('Policy')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Not JSON: refused below, as every other text that is not an object.
  }
  throw invalidAttributeValue(name);
}
