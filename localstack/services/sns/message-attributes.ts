/** The rules for message attributes. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
import type { Parameter } from '../../engine/validation.ts';
import { parameterValueInvalid } from './errors.ts';

/** Binary values are base64, as they come in the form. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export const messageAttributes: Parameter = {
  type: 'map',
  member: {
    type: 'structure',
    members: {
      DataType: { type: 'string', required: true },
      StringValue: { type: 'string' },
      BinaryValue: { type: 'blob' },
    },
  },
};

/** Throws when an attribute's name, type or value breaks SNS's rules. */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    checkName(name);
    checkAttribute(name, attribute);
  }
}

function checkName(name: string): void {
  const strange = /[^\w.-]/u.exec(name)?.[0];
  if (strange !== undefined) {
    throw parameterValueInvalid(
      `Invalid non-alphanumeric character '#x${strange.charCodeAt(0).toString(16).toUpperCase()}' was found in the ` +
        'message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.',
    );
  }
  if (!/^(?!\.)(?!.*\.\.).{1,256}(?<!\.)$/u.test(name) || /^(?:aws|amazon)\./iu.test(name)) {
    throw parameterValueInvalid(`Invalid message attribute name '${name}'.`);
  }
}

function checkAttribute(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  const kind = DataType.split('.')[0];
  if (kind !== 'String' && kind !== 'Number' && kind !== 'Binary') {
    throw parameterValueInvalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const [value, other, field] =
    kind === 'Binary' ? [BinaryValue, StringValue, 'Binary'] : [StringValue, BinaryValue, 'String'];
  if (!value && other) {
    throw parameterValueInvalid(`The message attribute '${name}' with type '${DataType}' must use field '${field}'.`);
  }
  if (!value) {
    throw parameterValueInvalid(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
    );
  }
  if (kind === 'Number' && Number.isNaN(Number(value))) {
    throw parameterValueInvalid(`Could not cast message attribute '${name}' value to number.`);
  }
}

/** Bytes that the attributes take of a message's size: names, types and values. */
export function attributesSizeBytes(attributes: MessageAttributes): number {
  let sizeBytes = 0;
  for (const [name, { DataType, StringValue = '', BinaryValue = '' }] of Object.entries(attributes)) {
    const valueBytes = Buffer.byteLength(StringValue) + Buffer.byteLength(BinaryValue, 'base64');
    sizeBytes += Buffer.byteLength(name) + Buffer.byteLength(DataType) + valueBytes;
  }
  return sizeBytes;
}
