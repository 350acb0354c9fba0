import type { Dynamodb } from '../../dynamodb/adapters/dynamodb.ts';
import { batchWriteItem } from '../../dynamodb/adapters/operations.ts';
import type { Attributes, AttributeValue } from '../../dynamodb/adapters/operations.ts';
import type { HistoryRow } from '../domain/history-row.ts';
import type { HistoryTable } from '../ports.ts';

function itemOf(row: HistoryRow): Attributes {
  const item: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(row))
    item[name] = typeof value === 'number' ? { N: String(value) } : { S: value };
  return item;
}

/** Raw listens in DynamoDB. */
export function historyTable(dynamodb: Dynamodb, tableName: string): HistoryTable {
  return {
    write: async (rows) => {
      const puts = rows.map((row) => ({ PutRequest: { Item: itemOf(row) } }));
      const { [tableName]: unprocessed = [] } = await batchWriteItem(dynamodb, { [tableName]: puts });
      if (unprocessed.length === 0) return [];
      const sortKeys = new Set(unprocessed.map(({ PutRequest }) => PutRequest.Item['sk']?.S));
      // A sort key ends in the event id, so it is unique across partitions too.
      return rows.filter(({ sk }) => sortKeys.has(sk));
    },
  };
}
