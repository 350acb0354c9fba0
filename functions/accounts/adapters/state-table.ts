import { ConditionalCheckFailedException, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { PendingAuthorisation, StateTable } from '../ports.ts';

function pendingOf(item: Readonly<Record<string, AttributeValue>>): PendingAuthorisation {
  const text = (name: string): string => {
    const value = item[name]?.S ?? item[name]?.N;
    // The state itself is a capability and stays out of the message.
    if (value === undefined) throw new Error(`an authorization state must have ${name}`);
    return value;
  };
  return {
    userId: text('user_id'),
    provider: text('provider'),
    codeVerifier: text('code_verifier'),
    zone: text('zone'),
    expiresAtSeconds: Number(text('expires_at')),
  };
}

/** Authorizations that have begun, on their DynamoDB table. */
export const stateTable = (client: DynamoDBClient, tableName: string): StateTable => ({
  async put(state, { userId, provider, codeVerifier, zone, expiresAtSeconds }) {
    await client.send(
      new PutItemCommand({
        TableName: tableName,
        Item: {
          state: { S: state },
          user_id: { S: userId },
          provider: { S: provider },
          code_verifier: { S: codeVerifier },
          zone: { S: zone },
          expires_at: { N: String(expiresAtSeconds) },
        },
      }),
    );
  },

  async take(state) {
    try {
      const { Attributes } = await client.send(
        new DeleteItemCommand({
          TableName: tableName,
          Key: { state: { S: state } },
          ConditionExpression: 'attribute_exists(#state)',
          ExpressionAttributeNames: { '#state': 'state' },
          ReturnValues: 'ALL_OLD',
        }),
      );
      return Attributes && pendingOf(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  },
});
