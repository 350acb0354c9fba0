import {
  ConditionalCheckFailedException,
  GetItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';

import type { CrawlKey, CrawlRow, CrawlStatus } from '../domain/crawl.ts';
import type { ClaimedSchedule, DueSchedule } from '../ports.ts';

type Item = Readonly<Record<string, AttributeValue>>;

const keyOf = ({ userId, provider }: CrawlKey) => ({ user_id: { S: userId }, provider: { S: provider } });

/** A row's text; throws, naming row and attribute, when it has none: our own table does not hold such rows. */
function textOf(item: Item, name: string): string {
  const text = item[name]?.S ?? item[name]?.N;
  if (text === undefined)
    throw new Error(
      `crawl schedule row ${item['user_id']?.S}/${item['provider']?.S} must have ${name}, got ${JSON.stringify(item[name])}`,
    );
  return text;
}

const statuses: readonly string[] = ['IDLE', 'ENQUEUED', 'PAUSED'] satisfies readonly CrawlStatus[];

function rowOf(item: Item): CrawlRow {
  const status = textOf(item, 'status');
  if (!statuses.includes(status)) throw new Error(`status of a crawl schedule row must be known, got ${status}`);
  const claimId = item['claim_id']?.S;
  return {
    userId: textOf(item, 'user_id'),
    provider: textOf(item, 'provider'),
    status: status as CrawlStatus,
    cursorMs: Number(textOf(item, 'cursor')),
    failures: Number(textOf(item, 'failures')),
    ...(claimId === undefined ? {} : { claimId }),
  };
}

/** Sends a conditional update; false when its condition did not hold. */
async function updateIf(client: DynamoDBClient, input: UpdateItemCommandInput): Promise<boolean> {
  try {
    await client.send(new UpdateItemCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The crawl schedule on its DynamoDB table, for the scheduler and for the worker. */
export function scheduleTable(client: DynamoDBClient, tableName: string): DueSchedule & ClaimedSchedule {
  return {
    async *dueRows(shard, nowMs) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          IndexName: 'due',
          KeyConditionExpression: 'due_shard = :shard AND next_crawl_at <= :now',
          ExpressionAttributeValues: { ':shard': { S: shard }, ':now': { N: String(nowMs) } },
        },
      );
      for await (const { Items = [] } of pages)
        yield Items.map((item) => ({
          userId: textOf(item, 'user_id'),
          provider: textOf(item, 'provider'),
          nextCrawlAtMs: Number(textOf(item, 'next_crawl_at')),
        }));
    },

    // The index is a moment behind: the condition on the table decides. A paused row has no shard, a removed one no time.
    claim: ({ userId, provider, nextCrawlAtMs }, claimId, leaseEndsAtMs) =>
      updateIf(client, {
        TableName: tableName,
        Key: keyOf({ userId, provider }),
        UpdateExpression: 'SET #status = :enqueued, claim_id = :claim, next_crawl_at = :leaseEnd',
        ConditionExpression: 'next_crawl_at = :seen AND attribute_exists(due_shard)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':enqueued': { S: 'ENQUEUED' },
          ':claim': { S: claimId },
          ':leaseEnd': { N: String(leaseEndsAtMs) },
          ':seen': { N: String(nextCrawlAtMs) },
        },
      }),

    async read(key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true }),
      );
      return Item && rowOf(Item);
    },

    release(job, { status, nextCrawlAtMs, failures, lastError, cursorMs, lastCrawledAt }) {
      const sets = ['#status = :status', 'next_crawl_at = :next', 'failures = :failures', '#cursor = :cursor'];
      const removes = ['claim_id'];
      const values: Record<string, AttributeValue> = {
        ':claim': { S: job.claimId },
        ':status': { S: status },
        ':next': { N: String(nextCrawlAtMs) },
        ':failures': { N: String(failures) },
        ':cursor': { N: String(cursorMs) },
      };
      if (lastCrawledAt !== undefined) {
        sets.push('last_crawled_at = :crawled');
        values[':crawled'] = { S: lastCrawledAt };
      }
      if (lastError === undefined) removes.push('last_error');
      else {
        sets.push('last_error = :error');
        values[':error'] = { S: lastError };
      }
      if (status === 'PAUSED') removes.push('due_shard');
      return updateIf(client, {
        TableName: tableName,
        Key: keyOf(job),
        UpdateExpression: `SET ${sets.join(', ')} REMOVE ${removes.join(', ')}`,
        ConditionExpression: 'claim_id = :claim',
        ExpressionAttributeNames: { '#status': 'status', '#cursor': 'cursor' },
        ExpressionAttributeValues: values,
      });
    },
  };
}
