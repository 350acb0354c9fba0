import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { dueShardOf } from '../../crawling/domain/due-shard.ts';
import type { ArmedSchedule } from '../ports.ts';

/** The crawl schedule on its DynamoDB table, as far as connecting an account needs it. */
export const armedSchedule = (client: DynamoDBClient, tableName: string): ArmedSchedule => ({
  async arm({ userId, provider }, { dueAtMs, cursorMs, isOtherAccount }) {
    // Taking the claim away makes a job that is still under way stale: it publishes what it has and writes no row.
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { user_id: { S: userId }, provider: { S: provider } },
        UpdateExpression:
          'SET #status = :idle, next_crawl_at = :due, due_shard = :shard, failures = :zero, ' +
          `#cursor = ${isOtherAccount ? ':cursor' : 'if_not_exists(#cursor, :cursor)'} REMOVE claim_id, last_error`,
        ExpressionAttributeNames: { '#status': 'status', '#cursor': 'cursor' },
        ExpressionAttributeValues: {
          ':idle': { S: 'IDLE' },
          ':due': { N: String(dueAtMs) },
          ':shard': { S: dueShardOf({ userId, provider }) },
          ':zero': { N: '0' },
          ':cursor': { N: String(cursorMs) },
        },
      }),
    );
  },
});
