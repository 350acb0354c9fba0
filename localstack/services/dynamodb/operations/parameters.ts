/** Parameters that several operations share. */
import { notImplemented } from '../../../engine/aws-error.ts';
import type { Parameter, ParameterTable } from '../../../engine/validation.ts';

export const tableName: Parameter = { type: 'string', required: true, lengthMin: 1, lengthMax: 1024 };
export const item: Parameter = { type: 'map', required: true };
export const text: Parameter = { type: 'string' };

export const placeholders: ParameterTable = {
  ExpressionAttributeNames: { type: 'map' },
  ExpressionAttributeValues: { type: 'map' },
};

export const consumedCapacity: Parameter = { type: 'string', enum: ['INDEXES', 'TOTAL', 'NONE'] };
const onConditionFailure: Parameter = { type: 'string', enum: ['ALL_OLD', 'NONE'] };

/** What a single write accepts beside its item or key. */
export const writeParameters: ParameterTable = {
  ConditionExpression: text,
  ...placeholders,
  ReturnConsumedCapacity: consumedCapacity,
  ReturnItemCollectionMetrics: { type: 'string', enum: ['SIZE', 'NONE'] },
  ReturnValues: { type: 'string', enum: ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'] },
  ReturnValuesOnConditionCheckFailure: onConditionFailure,
};

/** What each action of a transaction accepts beside its item or key. */
export const actionParameters: ParameterTable = {
  TableName: tableName,
  ConditionExpression: text,
  ...placeholders,
  ReturnValuesOnConditionCheckFailure: onConditionFailure,
};

/** `NONE` is what everybody gets; sizes of item collections are not kept. */
export function refuseCollectionMetrics(
  operation: string,
  { ReturnItemCollectionMetrics: mode }: { readonly ReturnItemCollectionMetrics?: string },
): void {
  if (mode === 'SIZE') throw notImplemented(`dynamodb.${operation}.ReturnItemCollectionMetrics SIZE`);
}
