/** Parameters that several operations share. */
import type { Parameter } from '../../engine/validation.ts';

export const streamArn: Parameter = { type: 'string', required: true, lengthMin: 37, lengthMax: 1024 };
export const shardId: Parameter = { type: 'string', lengthMin: 28, lengthMax: 65 };
/** Streams or shards of one answer. */
export const limit: Parameter = { type: 'integer', valueMin: 1, valueMax: 100 };
export const limitDefault = 100;
