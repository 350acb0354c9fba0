/** Parameters that several operations share. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Operations.html */
import { serializationError } from '../../engine/aws-error.ts';
import type { Parameter, ParameterTable } from '../../engine/validation.ts';

const namePattern = '[a-zA-Z0-9_.-]+';

export const streamName: Parameter = { type: 'string', lengthMin: 1, lengthMax: 128, pattern: namePattern };

export const shardId: Parameter = { type: 'string', lengthMin: 1, lengthMax: 128, pattern: namePattern };

export const streamArn: Parameter = {
  type: 'string',
  lengthMin: 1,
  lengthMax: 2048,
  pattern: 'arn:aws.*:kinesis:.*:\\d{12}:stream\\/\\S+',
};

/** How every operation on a stream lets it be named. `StreamId` is reserved by AWS and does nothing there either. */
export const streamReference: ParameterTable = { StreamName: streamName, StreamARN: streamArn };

/** For the operations that take an ARN alone. */
export const requiredStreamArn: Parameter = { ...streamArn, required: true };

export const consumerName: Parameter = { type: 'string', lengthMin: 1, lengthMax: 128, pattern: namePattern };

export const consumerArn: Parameter = {
  type: 'string',
  lengthMin: 1,
  lengthMax: 2048,
  pattern: '(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+',
};

/** How an operation on a consumer lets it be named. */
export const consumerReference: ParameterTable = {
  ConsumerARN: consumerArn,
  StreamARN: streamArn,
  ConsumerName: consumerName,
};

export const resourceArn: Parameter = {
  type: 'string',
  required: true,
  lengthMin: 1,
  lengthMax: 2048,
  pattern: 'arn:aws.*:kinesis:.*:\\d{12}:.*stream\\/\\S+',
};

/** A decimal number of up to 39 digits without leading zeros; its range is checked by the operation. */
export const hashKey: Parameter = { type: 'string', pattern: '0|([1-9]\\d{0,38})' };

export const sequenceNumber: Parameter = { type: 'string', pattern: '0|([1-9]\\d{0,128})' };

export const nextToken: Parameter = { type: 'string', lengthMin: 1, lengthMax: 1_048_576 };

export const streamModeDetails: Parameter = {
  type: 'structure',
  members: { StreamMode: { type: 'string', required: true, enum: ['PROVISIONED', 'ON_DEMAND'] } },
};

/** 1 to 10 MiB. https://docs.aws.amazon.com/streams/latest/dev/large-records.html */
export const maxRecordSizeInKiB: Parameter = { type: 'integer', valueMin: 1024, valueMax: 10_240 };

/** Keys are checked with the tags' characters, in tags.ts. */
export const tagMap: Parameter = {
  type: 'map',
  lengthMin: 1,
  lengthMax: 200,
  member: { type: 'string', lengthMax: 256 },
};

export const tagKeys: Parameter = {
  type: 'list',
  required: true,
  lengthMin: 1,
  lengthMax: 50,
  member: { type: 'string', lengthMin: 1, lengthMax: 128 },
};

/** Milliseconds of a timestamp, which AWS JSON writes as epoch seconds; other protocols' texts are none. */
export function timestampMs(timestamp: unknown): number {
  if (typeof timestamp === 'number') return Math.round(timestamp * 1000);
  throw serializationError(`A timestamp must be a number of seconds, got ${JSON.stringify(timestamp)}`);
}
