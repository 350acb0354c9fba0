import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { UserDirectory } from '../ports.ts';

/** Users in DynamoDB. Throws when a user's row names no zone: a ranking in a guessed zone would be wrong unseen. */
export function userDirectory(dynamo: DynamoDBClient, tableName: string): UserDirectory {
  return {
    zoneOf: async (userId) => {
      const { Item } = await dynamo.send(
        new GetItemCommand({
          TableName: tableName,
          Key: { user_id: { S: userId } },
          ProjectionExpression: '#zone',
          ExpressionAttributeNames: { '#zone': 'zone' },
        }),
      );
      if (!Item) return undefined;
      if (!Item['zone']?.S) throw new Error(`user ${userId} has no zone`);
      return Item['zone'].S;
    },
  };
}
