import type { Call, Operation } from '../../engine/service.ts';
import { invalidParameterValue, invalidValue } from './errors.ts';
import { attributesMd5, selectAttributes } from './message-attributes.ts';
import type { MessageAttributes } from './message-attributes.ts';
import { isFifo, numberOf } from './queue.ts';
import type { Queue } from './queue.ts';
import { takeAttempt } from './receive-attempt.ts';
import type { SqsState } from './state.ts';
import { takeMessages } from './take-messages.ts';
import type { TakenMessage } from './take-messages.ts';
import { waitForMessages } from './wait-for-messages.ts';

interface ReceiveMessage {
  readonly QueueUrl?: string;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
  readonly ReceiveRequestAttemptId?: string;
}

/** The system attributes one may ask for. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const systemAttributeNames = new Set([
  'All',
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
]);

const names = { type: 'list', member: { type: 'string' } } as const;

/** Hands out up to ten visible messages and hides them; with a wait time it holds the answer until there is one. */
export function receiveMessage(state: SqsState): Operation {
  return {
    parameters: {
      QueueUrl: { type: 'string' },
      MaxNumberOfMessages: { type: 'integer' },
      VisibilityTimeout: { type: 'integer' },
      WaitTimeSeconds: { type: 'integer' },
      AttributeNames: names,
      MessageSystemAttributeNames: names,
      MessageAttributeNames: names,
      ReceiveRequestAttemptId: { type: 'string' },
    },
    async run(input: ReceiveMessage, call: Call) {
      const queue = state.queues.byUrl(input.QueueUrl);
      const { MaxNumberOfMessages = 1, MessageAttributeNames = [] } = input;
      const visibilitySeconds = input.VisibilityTimeout ?? numberOf(queue, 'VisibilityTimeout');
      const waitSeconds = input.WaitTimeSeconds ?? numberOf(queue, 'ReceiveMessageWaitTimeSeconds');
      checkRange('MaxNumberOfMessages', MaxNumberOfMessages, 1, 10, 'Must be between 1 and 10, if provided.');
      checkRange('VisibilityTimeout', visibilitySeconds, 0, 43_200, 'Must be between 0 and 43200, if provided.');
      checkRange('WaitTimeSeconds', waitSeconds, 0, 20, 'Must be >= 0 and <= 20, if provided.');
      const systemNames = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
      const unknown = systemNames.find((name) => !systemAttributeNames.has(name));
      if (unknown !== undefined) throw invalidParameterValue(`Unknown Attribute ${unknown}.`);
      const attemptId = attemptIdOf(queue, input);
      const visibilityMs = visibilitySeconds * 1000;
      const take = () => takeMessages(state, queue, MaxNumberOfMessages, { visibilityMs });
      const taken = await waitForMessages(state, queue.name, waitSeconds * 1000, call.signal, () =>
        attemptId === undefined ? take() : takeAttempt(state, queue, attemptId, visibilityMs, take),
      );
      return taken.length === 0
        ? {}
        : { Messages: taken.map((each) => toAnswer(each, systemNames, MessageAttributeNames)) };
    },
  };
}

function attemptIdOf(queue: Queue, { ReceiveRequestAttemptId: id }: ReceiveMessage): string | undefined {
  if (id === undefined) return undefined;
  if (!isFifo(queue)) {
    const reason = 'The request includes a parameter that is not valid for this queue type';
    throw invalidValue('ReceiveRequestAttemptId', id, reason);
  }
  if (/^[!-~]{1,128}$/u.test(id)) return id;
  const reason =
    'ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.';
  throw invalidValue('ReceiveRequestAttemptId', id, reason);
}

function checkRange(name: string, value: number, least: number, greatest: number, reason: string): void {
  if (value < least || value > greatest) throw invalidValue(name, value, reason);
}

function toAnswer(taken: TakenMessage, systemNames: readonly string[], attributeNames: readonly string[]) {
  const { message, receiptHandle, systemAttributes } = taken;
  const stored = message.attributes ? (JSON.parse(message.attributes) as MessageAttributes) : {};
  const attributes = selectAttributes(stored, attributeNames);
  const md5 = attributesMd5(attributes);
  const wanted = Object.entries(systemAttributes).filter(
    ([name]) => systemNames.includes('All') || systemNames.includes(name),
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(wanted.length > 0 && { Attributes: Object.fromEntries(wanted) }),
    ...(md5 && { MessageAttributes: attributes, MD5OfMessageAttributes: md5 }),
  };
}
