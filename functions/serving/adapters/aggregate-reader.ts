import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { DailyAggregate } from '../domain/rank-songs.ts';
import type { AggregateReader } from '../ports.ts';

/** Daily aggregates in DynamoDB: one query of one partition, which a user of usual habits fits into one page of. */
export function aggregateReader(dynamo: DynamoDBClient, tableName: string): AggregateReader {
  return {
    read: async (userId, first, last) => {
      const aggregates: DailyAggregate[] = [];
      const pages = paginateQuery(
        { client: dynamo },
        {
          TableName: tableName,
          KeyConditionExpression: 'user_id = :user_id AND #day BETWEEN :first AND :last',
          // `day` is a reserved word: docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
          ExpressionAttributeNames: { '#day': 'day' },
          ExpressionAttributeValues: { ':user_id': { S: userId }, ':first': { S: first }, ':last': { S: last } },
        },
      );
      for await (const { Items = [] } of pages)
        for (const { day, e, expires_at } of Items)
          aggregates.push({
            day: day?.S ?? '',
            elements: e?.BS ?? [],
            expiresAtSeconds: Number(expires_at?.N ?? 0),
          });
      return aggregates;
    },
  };
}
