/**
 * The operations of the write path, as docs.aws.amazon.com/amazondynamodb/latest/APIReference has them, as far as this
 * app uses them. One function each, so that a bundle carries, and its role allows, only those that it calls.
 */
import type { Dynamodb } from './dynamodb.ts';

/** A value on the wire; the bytes of a binary set are base64. */
export type AttributeValue = { readonly S?: string; readonly N?: string; readonly BS?: readonly string[] };
export type Attributes = Readonly<Record<string, AttributeValue>>;

type Update = {
  readonly TableName: string;
  readonly Key: Attributes;
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues: Attributes;
  /** `ALL_OLD`: the fault `ConditionalCheckFailedException` has the item in its answer, as `Item`. */
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD';
};

export async function updateItem(dynamodb: Dynamodb, update: Update): Promise<void> {
  await dynamodb('DynamoDB_20120810.UpdateItem', update);
}

type Put = { readonly PutRequest: { readonly Item: Attributes } };
type PutsByTable = Readonly<Record<string, readonly Put[]>>;

/** Puts up to 25 items. What the tables had no capacity for comes back, to be put again. */
export async function batchWriteItem(dynamodb: Dynamodb, puts: PutsByTable): Promise<PutsByTable> {
  const { UnprocessedItems = {} } = await dynamodb('DynamoDB_20120810.BatchWriteItem', { RequestItems: puts });
  return UnprocessedItems as PutsByTable;
}

type KeysByTable = Readonly<Record<string, { readonly Keys: readonly Attributes[] }>>;
type Found = {
  readonly items: Readonly<Record<string, readonly Attributes[]>>;
  /** What the tables had no capacity for, to be asked for again. */
  readonly unprocessed: KeysByTable;
};

/** Reads up to 100 items by their keys; a key without an item gives none. */
export async function batchGetItem(dynamodb: Dynamodb, keys: KeysByTable): Promise<Found> {
  const { Responses = {}, UnprocessedKeys = {} } = await dynamodb('DynamoDB_20120810.BatchGetItem', {
    RequestItems: keys,
  });
  return { items: Responses as Found['items'], unprocessed: UnprocessedKeys as KeysByTable };
}
