/** Message attributes: their rules, their size, their MD5, and which of them a receiver asked for. */
import { createHash } from 'node:crypto';

import { invalidParameterValue, missingParameter } from './errors.ts';

/** As the JSON protocol writes it: binary values base64. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const attributesMax = 10;

/** Throws when an attribute's name, type or value breaks SQS's rules. */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > attributesMax) {
    throw invalidParameterValue(`Number of message attributes [${names.length}] exceeds the allowed maximum [10].`);
  }
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!/^(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/u.test(name) || /^(?:aws|amazon)\./iu.test(name)) {
      throw invalidParameterValue(`Message attribute name '${name}' is invalid.`);
    }
    checkAttributeValue(name, attribute);
  }
}

function checkAttributeValue(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  if (!DataType) throw missingParameter(`MessageAttributes.${name}.DataType`);
  const kind = DataType.split('.')[0];
  if (kind !== 'String' && kind !== 'Number' && kind !== 'Binary') {
    throw invalidParameterValue(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const value = kind === 'Binary' ? BinaryValue : StringValue;
  if (!value) {
    const field = kind === 'Binary' ? 'binary' : 'string';
    throw invalidParameterValue(
      `The message (user) attribute '${name}' must contain a non-empty message attribute value for message attribute type '${field}'.`,
    );
  }
  if (kind === 'Number' && Number.isNaN(Number(value))) {
    throw invalidParameterValue(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

/** Bytes that the attributes take of a message's size: names, types and values. */
export function attributesSizeBytes(attributes: MessageAttributes): number {
  let sizeBytes = 0;
  for (const [name, attribute] of Object.entries(attributes)) {
    sizeBytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + valueBytes(attribute).length;
  }
  return sizeBytes;
}

/**
 * The digest with which clients check what they sent and received; undefined without attributes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function attributesMd5(attributes: MessageAttributes): string | undefined {
  const entries = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const hash = createHash('md5');
  for (const [name, attribute] of entries) {
    const kind = attribute.BinaryValue === undefined ? 1 : 2;
    for (const part of [Buffer.from(name), Buffer.from(attribute.DataType)]) hash.update(lengthPrefixed(part));
    hash.update(Buffer.from([kind]));
    hash.update(lengthPrefixed(valueBytes(attribute)));
  }
  return hash.digest('hex');
}

function valueBytes({ StringValue, BinaryValue }: MessageAttribute): Buffer {
  return BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64');
}

function lengthPrefixed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The attributes named in `names`: by name, by prefix (`foo.*`), or all (`All`, `.*`). */
export function selectAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const isWanted = (name: string) =>
    names.some(
      (wanted) =>
        wanted === 'All' ||
        wanted === '.*' ||
        wanted === name ||
        (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
