/** Parameters that many operations share. */
import type { Parameter } from '../../engine/validation.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const groupName: Parameter = { type: 'string', lengthMin: 1, lengthMax: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' };

export const groupIdentifier: Parameter = {
  type: 'string',
  lengthMin: 1,
  lengthMax: 2048,
  pattern: '[\\w#+=/:,.@*-]*',
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const streamName: Parameter = { type: 'string', lengthMin: 1, lengthMax: 512, pattern: '[^:*\\n]*' };

export const tags: Parameter = { type: 'map', member: { type: 'string', lengthMax: 256 }, lengthMin: 1, lengthMax: 50 };
