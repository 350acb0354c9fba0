import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { HistoryRow } from '../domain/history-row.ts';
import type { HistoryTable } from '../ports.ts';

function itemOf(row: HistoryRow): Record<string, AttributeValue> {
  const item: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(row))
    item[name] = typeof value === 'number' ? { N: String(value) } : { S: value };
  return item;
}

/**
 * The command that writes rows, with a body of our own making: texts and numbers need no more than `JSON.stringify`.
 * The client's serializer gives the same bytes and takes 0.5 ms for 25 rows, two thirds of the whole call; this takes
 * a tenth of that.
 */
function writeCommand(tableName: string, rows: readonly HistoryRow[]): BatchWriteItemCommand {
  const requests = rows.map((row) => ({ PutRequest: { Item: itemOf(row) } }));
  const body = JSON.stringify({ RequestItems: { [tableName]: requests } });
  const command = new BatchWriteItemCommand({ RequestItems: {} });
  command.middlewareStack.add(
    (next) => (args) => next({ ...args, request: Object.assign(args.request as object, { body }) }),
    {
      // After serialization, and before the body's length and signature are worked out.
      step: 'build',
      priority: 'high',
      name: 'listenRowsBody',
    },
  );
  return command;
}

/** Raw listens in DynamoDB. */
export function historyTable(dynamo: DynamoDBClient, tableName: string): HistoryTable {
  return {
    write: async (rows) => {
      const answer = await dynamo.send(writeCommand(tableName, rows));
      const unprocessed = answer.UnprocessedItems?.[tableName] ?? [];
      if (unprocessed.length === 0) return [];
      const sortKeys = new Set(unprocessed.map(({ PutRequest }) => PutRequest?.Item?.['sk']?.S));
      // A sort key ends in the event id, so it is unique across partitions too.
      return rows.filter(({ sk }) => sortKeys.has(sk));
    },
  };
}
