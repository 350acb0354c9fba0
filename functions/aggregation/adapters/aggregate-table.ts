import { DynamodbFault } from '../../dynamodb/adapters/dynamodb-fault.ts';
import type { Dynamodb } from '../../dynamodb/adapters/dynamodb.ts';
import { updateItem } from '../../dynamodb/adapters/operations.ts';
import type { Element } from '../domain/element.ts';
import type { AggregateTable } from '../ports.ts';

/** What DynamoDB says when an item would grow beyond 400 KB. It has no code of its own. */
function isItemTooLarge(fault: unknown): boolean {
  return fault instanceof DynamodbFault && fault.name === 'ValidationException' && fault.message.includes('Item size');
}

const base64Of = ({ buffer, byteOffset, byteLength }: Element): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/**
 * Daily aggregates in DynamoDB: one item per user and UTC day with a binary set `e`. `ADD` on a set is an atomic
 * union: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function aggregateTable(dynamodb: Dynamodb, tableName: string): AggregateTable {
  return {
    add: async ({ userId, day, elements, expiresAtSeconds }) => {
      try {
        await updateItem(dynamodb, {
          TableName: tableName,
          Key: { user_id: { S: userId }, day: { S: day } },
          UpdateExpression: 'ADD e :elements SET expires_at = if_not_exists(expires_at, :expires_at)',
          ExpressionAttributeValues: {
            ':elements': { BS: elements.map(base64Of) },
            ':expires_at': { N: String(expiresAtSeconds) },
          },
        });
        return 'added';
      } catch (fault) {
        if (isItemTooLarge(fault)) return 'full';
        throw fault;
      }
    },
  };
}
