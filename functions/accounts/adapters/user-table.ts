import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { UserTable } from '../ports.ts';

/** Users on their DynamoDB table. */
export const userTable = (client: DynamoDBClient, tableName: string): UserTable => ({
  async put(userId, zone, createdAt) {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { user_id: { S: userId } },
        UpdateExpression: 'SET #zone = :zone, created_at = if_not_exists(created_at, :created)',
        ExpressionAttributeNames: { '#zone': 'zone' },
        ExpressionAttributeValues: { ':zone': { S: zone }, ':created': { S: createdAt } },
      }),
    );
  },
});
