import type { ParameterTable } from '../../../engine/validation.ts';
import { consumedCapacity, placeholders, tableName, text } from './parameters.ts';

/** What Query and Scan both accept. */
export const pageParameters: ParameterTable = {
  TableName: tableName,
  IndexName: { type: 'string', lengthMin: 3, lengthMax: 255, pattern: '[a-zA-Z0-9_.-]+' },
  ConsistentRead: { type: 'boolean' },
  ExclusiveStartKey: { type: 'map' },
  FilterExpression: text,
  Limit: { type: 'integer', valueMin: 1 },
  ProjectionExpression: text,
  Select: {
    type: 'string',
    enum: ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'],
  },
  ...placeholders,
  ReturnConsumedCapacity: consumedCapacity,
};
