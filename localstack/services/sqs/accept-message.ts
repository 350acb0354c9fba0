/** The rules for a message on its way into a queue, and the row it becomes. */
import { createHash } from 'node:crypto';

import type { AwsError } from '../../engine/aws-error.ts';
import { randomUuid } from '../../engine/random.ts';
import { invalidMessageContents, invalidParameterValue, invalidValue, missingParameter } from './errors.ts';
import { attributesMd5, attributesSizeBytes, checkMessageAttributes } from './message-attributes.ts';
import type { MessageAttributes } from './message-attributes.ts';
import type { NewMessage } from './message-store.ts';
import { attributeOf, isFifo, numberOf } from './queue.ts';
import type { Queue } from './queue.ts';
import type { SqsState } from './state.ts';

export interface MessageInput {
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

export interface AcceptedAnswer {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MD5OfMessageSystemAttributes?: string;
}

export interface AcceptedMessage {
  readonly message: NewMessage;
  readonly answer: AcceptedAnswer;
  /** What a FIFO queue tells duplicates by: the id given, or the SHA-256 of the body. */
  readonly deduplicationId?: string;
}

/** What XML 1.0 cannot hold, SQS does not take. A lone half of a surrogate pair is matched as what it is. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u; // oxlint-disable-line no-control-regex

/** Bytes that count against the limits: body and attributes. */
export function messageSizeBytes({ MessageBody, MessageAttributes = {} }: MessageInput): number {
  return Buffer.byteLength(MessageBody) + attributesSizeBytes(MessageAttributes);
}

/** Checks a message and makes the row to be stored. Throws `AwsError` in SQS's words. */
export function acceptMessage(state: SqsState, queue: Queue, input: MessageInput, senderId: string): AcceptedMessage {
  const { MessageBody, MessageAttributes = {}, MessageSystemAttributes = {}, MessageGroupId } = input;
  const fault = findFault(queue, input) ?? (isFifo(queue) ? findFifoFault(queue, input) : findStandardFault(input));
  if (fault) throw fault;
  checkMessageAttributes(MessageAttributes);
  const nowMs = state.engine.clock.nowMs();
  const messageId = randomUuid(state.engine.random);
  const md5OfBody = createHash('md5').update(MessageBody).digest('hex');
  const md5OfAttributes = attributesMd5(MessageAttributes);
  const md5OfSystemAttributes = attributesMd5(MessageSystemAttributes);
  const traceHeader = MessageSystemAttributes['AWSTraceHeader']?.StringValue;
  const systemAttributes: Record<string, string> = { SenderId: senderId };
  if (traceHeader) systemAttributes['AWSTraceHeader'] = traceHeader;
  if (MessageGroupId) systemAttributes['MessageGroupId'] = MessageGroupId;
  const deduplicationId = isFifo(queue) ? deduplicationIdOf(input) : undefined;
  if (deduplicationId) systemAttributes['MessageDeduplicationId'] = deduplicationId;
  return {
    message: {
      messageId,
      body: MessageBody,
      md5OfBody,
      attributes: md5OfAttributes ? JSON.stringify(MessageAttributes) : '',
      systemAttributes: JSON.stringify(systemAttributes),
      sentAtMs: nowMs,
      visibleAtMs: nowMs + (isFifo(queue) ? ownDelay(queue) : (input.DelaySeconds ?? ownDelay(queue))) * 1000,
      groupId: isFifo(queue) ? (MessageGroupId ?? null) : null,
    },
    ...(deduplicationId && { deduplicationId }),
    answer: {
      MessageId: messageId,
      MD5OfMessageBody: md5OfBody,
      ...(md5OfAttributes && { MD5OfMessageAttributes: md5OfAttributes }),
      ...(md5OfSystemAttributes && { MD5OfMessageSystemAttributes: md5OfSystemAttributes }),
    },
  };
}

function ownDelay(queue: Queue): number {
  return numberOf(queue, 'DelaySeconds');
}

function deduplicationIdOf({ MessageDeduplicationId, MessageBody }: MessageInput): string {
  return MessageDeduplicationId ?? createHash('sha256').update(MessageBody).digest('hex');
}

function findStandardFault({ MessageDeduplicationId }: MessageInput): AwsError | undefined {
  if (MessageDeduplicationId === undefined) return undefined;
  const reason = 'The request includes a parameter that is not valid for this queue type';
  return invalidValue('MessageDeduplicationId', MessageDeduplicationId, reason);
}

/** Letters, digits and the punctuation of ASCII. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const fifoId = /^[!-~]{1,128}$/u;

function findFifoFault(queue: Queue, input: MessageInput): AwsError | undefined {
  const { MessageGroupId, MessageDeduplicationId, DelaySeconds } = input;
  if (DelaySeconds) {
    const reason = 'The request include parameter that is not valid for this queue type';
    return invalidValue('DelaySeconds', DelaySeconds, reason);
  }
  if (!MessageGroupId) return missingParameter('MessageGroupId');
  for (const [name, value] of Object.entries({ MessageGroupId, MessageDeduplicationId })) {
    if (value !== undefined && !fifoId.test(value)) {
      const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
      return invalidValue(name, value, reason);
    }
  }
  if (MessageDeduplicationId === undefined && attributeOf(queue, 'ContentBasedDeduplication') !== 'true') {
    return invalidParameterValue(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return undefined;
}

function findFault(queue: Queue, input: MessageInput): AwsError | undefined {
  const { MessageBody, DelaySeconds, MessageSystemAttributes = {} } = input;
  if (!MessageBody) return missingParameter('MessageBody');
  if (DelaySeconds !== undefined && (DelaySeconds < 0 || DelaySeconds > 900)) {
    return invalidValue('DelaySeconds', DelaySeconds, 'DelaySeconds must be >= 0 and <= 900.');
  }
  const unknown = Object.keys(MessageSystemAttributes).find((name) => name !== 'AWSTraceHeader');
  if (unknown) return invalidParameterValue(`Message system attribute name '${unknown}' is invalid.`);
  const character = forbidden.exec(MessageBody)?.[0];
  if (character !== undefined) {
    return invalidMessageContents(
      `Invalid binary character '#x${character.charCodeAt(0).toString(16).toUpperCase()}' was found in the message body, ` +
        'the set of allowed characters is #x9 | #xA | #xD | [#x20 to #xD7FF] | [#xE000 to #xFFFD] | [#x10000 to #x10FFFF]',
    );
  }
  const limitBytes = numberOf(queue, 'MaximumMessageSize');
  if (messageSizeBytes(input) > limitBytes) {
    return invalidParameterValue(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limitBytes} bytes.`,
    );
  }
  return undefined;
}
