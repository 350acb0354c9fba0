/** A message on its way into a topic: its rules, and its text for each protocol. */
import { invalidParameter, missingParameter } from './errors.ts';
import { attributesSizeBytes, checkMessageAttributes } from './message-attributes.ts';
import type { MessageAttributes } from './message-attributes.ts';

export interface MessageInput {
  readonly Message?: string;
  readonly Subject?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: MessageAttributes;
}

export interface TopicMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  /** By protocol; `default` for those that are not named. */
  readonly texts: Readonly<Record<string, string>> & { readonly default: string };
  readonly attributes: MessageAttributes;
  readonly publishedAtMs: number;
}

/** "Messages … with a maximum of 262,144 bytes." https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const messageBytesMax = 262_144;

export function messageSizeBytes({ Message = '', MessageAttributes = {} }: MessageInput): number {
  return Buffer.byteLength(Message) + attributesSizeBytes(MessageAttributes);
}

/** Checks a message and gives its texts. Throws `AwsError` in SNS's words. */
export function readMessage(input: MessageInput): Pick<TopicMessage, 'subject' | 'texts' | 'attributes'> {
  const { Message, Subject, MessageStructure, MessageAttributes = {} } = input;
  if (Message === undefined) throw missingParameter('Message');
  if (Message === '') throw invalidParameter('Empty message');
  // "Subjects must be UTF-8 text with no line breaks or control characters, and less than 100 characters long."
  if (Subject !== undefined && !/^\P{Cc}{1,100}$/u.test(Subject)) throw invalidParameter('Subject');
  checkMessageAttributes(MessageAttributes);
  if (messageSizeBytes(input) > messageBytesMax) throw invalidParameter('Message too long');
  if (MessageStructure !== undefined && MessageStructure !== 'json') throw invalidParameter('MessageStructure');
  return {
    ...(Subject !== undefined && { subject: Subject }),
    texts: MessageStructure === 'json' ? readTexts(Message) : { default: Message },
    attributes: MessageAttributes,
  };
}

function readTexts(message: string): TopicMessage['texts'] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
  const texts = Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const { default: fallback } = texts;
  if (fallback === undefined) throw invalidParameter('Message Structure - No default entry in JSON message body');
  return { ...texts, default: fallback };
}
