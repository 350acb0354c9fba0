/** Takes a message into a queue: the part that SendMessage, its batch and the door share. */
import { createHash } from 'node:crypto';

import type { AwsError } from '../../engine/aws-error.ts';
import { randomUuid } from '../../engine/random.ts';
import { invalidMessageContents, invalidParameterValue, invalidValue, missingParameter } from './errors.ts';
import { attributesMd5, attributesSizeBytes, checkMessageAttributes } from './message-attributes.ts';
import type { MessageAttributes } from './message-attributes.ts';
import type { NewMessage } from './message-store.ts';
import { numberOf } from './queue.ts';
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

export interface AcceptedMessage {
  readonly message: NewMessage;
  readonly answer: {
    readonly MessageId: string;
    readonly MD5OfMessageBody: string;
    readonly MD5OfMessageAttributes?: string;
    readonly MD5OfMessageSystemAttributes?: string;
  };
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
  const fault = findFault(queue, input);
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
  return {
    message: {
      messageId,
      body: MessageBody,
      md5OfBody,
      attributes: md5OfAttributes ? JSON.stringify(MessageAttributes) : '',
      systemAttributes: JSON.stringify(systemAttributes),
      sentAtMs: nowMs,
      visibleAtMs: nowMs + (input.DelaySeconds ?? numberOf(queue, 'DelaySeconds')) * 1000,
    },
    answer: {
      MessageId: messageId,
      MD5OfMessageBody: md5OfBody,
      ...(md5OfAttributes && { MD5OfMessageAttributes: md5OfAttributes }),
      ...(md5OfSystemAttributes && { MD5OfMessageSystemAttributes: md5OfSystemAttributes }),
    },
  };
}

function findFault(queue: Queue, input: MessageInput): AwsError | undefined {
  const { MessageBody, DelaySeconds, MessageDeduplicationId, MessageSystemAttributes = {} } = input;
  if (!MessageBody) return missingParameter('MessageBody');
  if (MessageDeduplicationId !== undefined) {
    const reason = 'The request includes a parameter that is not valid for this queue type.';
    return invalidValue('MessageDeduplicationId', MessageDeduplicationId, reason);
  }
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
