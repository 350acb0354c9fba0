import { DynamoDBServiceException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { AggregateTable } from '../ports.ts';

/** What DynamoDB says when an item would grow beyond 400 KB. It has no code of its own. */
function isItemTooLarge(fault: unknown): boolean {
  return (
    fault instanceof DynamoDBServiceException &&
    fault.name === 'ValidationException' &&
    fault.message.includes('Item size')
  );
}

/**
 * Daily aggregates in DynamoDB: one item per user and UTC day with a binary set `e`. `ADD` on a set is an atomic
 * union: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function aggregateTable(dynamo: DynamoDBClient, tableName: string): AggregateTable {
  return {
    add: async ({ userId, day, elements, expiresAtSeconds }) => {
      const update = new UpdateItemCommand({
        TableName: tableName,
        Key: { user_id: { S: userId }, day: { S: day } },
        UpdateExpression: 'ADD e :elements SET expires_at = if_not_exists(expires_at, :expires_at)',
        ExpressionAttributeValues: {
          ':elements': { BS: [...elements] },
          ':expires_at': { N: String(expiresAtSeconds) },
        },
      });
      try {
        await dynamo.send(update);
        return 'added';
      } catch (fault) {
        if (isItemTooLarge(fault)) return 'full';
        throw fault;
      }
    },
  };
}
