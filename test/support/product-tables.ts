import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Tables of the control plane by name: partition key, and sort key where there is one. */
const keys: Readonly<Record<string, readonly string[]>> = {
  Users: ['user_id'],
  UserTokens: ['user_id', 'provider'],
  UserCrawlSchedule: ['user_id', 'provider'],
  OAuthStates: ['state'],
};

/** Makes the tables of the control plane, as `lib/control-plane-store-stack.ts` describes them. */
export async function createControlPlaneTables(client: DynamoDBClient): Promise<void> {
  for (const [name, [partitionKey, sortKey]] of Object.entries(keys)) {
    const isSchedule = name === 'UserCrawlSchedule';
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: partitionKey, KeyType: 'HASH' },
          ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
        ],
        AttributeDefinitions: [
          ...[partitionKey, sortKey].flatMap((name) =>
            name === undefined ? [] : [{ AttributeName: name, AttributeType: 'S' as const }],
          ),
          ...(isSchedule
            ? [
                { AttributeName: 'due_shard', AttributeType: 'S' as const },
                { AttributeName: 'next_crawl_at', AttributeType: 'N' as const },
              ]
            : []),
        ],
        ...(isSchedule && {
          GlobalSecondaryIndexes: [
            {
              IndexName: 'due',
              KeySchema: [
                { AttributeName: 'due_shard', KeyType: 'HASH' as const },
                { AttributeName: 'next_crawl_at', KeyType: 'RANGE' as const },
              ],
              Projection: { ProjectionType: 'KEYS_ONLY' as const },
            },
          ],
        }),
      }),
    );
  }
}
