/** The stores of the simulation and the deployed adapters on the local cloud, behind the same ports. */
import { CreateTableCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { armedSchedule } from '../../../functions/accounts/adapters/armed-schedule.ts';
import { tokenTable } from '../../../functions/accounts/adapters/token-table.ts';
import type { ArmedSchedule, TokenTable } from '../../../functions/accounts/ports.ts';
import { aggregateTable } from '../../../functions/aggregation/adapters/aggregate-table.ts';
import { songCatalogue } from '../../../functions/aggregation/adapters/song-catalogue.ts';
import type { AggregateTable, SongCatalogue } from '../../../functions/aggregation/ports.ts';
import { scheduleTable } from '../../../functions/crawling/adapters/schedule-table.ts';
import type { ClaimedSchedule, DueSchedule } from '../../../functions/crawling/ports.ts';
import { historyTable } from '../../../functions/history/adapters/history-table.ts';
import type { HistoryTable } from '../../../functions/history/ports.ts';
import { aggregateReader } from '../../../functions/serving/adapters/aggregate-reader.ts';
import type { AggregateReader } from '../../../functions/serving/ports.ts';
import { temporaryState } from '../../../localstack/engine/state.ts';
import { createDynamodb } from '../../../localstack/services/dynamodb/index.ts';
import { inProcessDynamodb } from '../../support/dynamodb-wire.ts';
import { inProcess, testEngine } from '../../support/in-process.ts';
import { memoryTokenTable } from '../../support/memory-accounts.ts';
import { createControlPlaneTables } from '../../support/product-tables.ts';
import { Tables } from '../world/tables.ts';

/** Everything that the pipeline asks of its tables. */
export type TablePorts = {
  readonly aggregates: AggregateTable & AggregateReader;
  readonly history: HistoryTable;
  /** Every raw listen of these partitions, in the order of their keys, as text. */
  readonly rawListens: (partitions: ReadonlySet<string>) => Promise<string[]>;
  readonly catalogue: SongCatalogue;
  readonly schedule: DueSchedule & ClaimedSchedule & ArmedSchedule;
  readonly tokens: TokenTable;
};

const fieldsText = (fields: object): string => JSON.stringify(fields, Object.keys(fields).sort());

/** The stores that simulated functions work on. */
export function simulatedTables(): TablePorts {
  const { aggregates, history, catalogue, schedule, tokens } = new Tables();
  return {
    aggregates: {
      add: async (addition) => aggregates.add(addition).answer,
      read: async (userId, first, last) => aggregates.read(userId, first, last),
    },
    history: { write: async (rows) => history.write(rows) },
    rawListens: async (partitions) =>
      [...history.rows.values()]
        .filter(({ pk }) => partitions.has(pk))
        .map(fieldsText)
        .sort(),
    catalogue: {
      find: async (songIds) => catalogue.find(songIds),
      offer: async (row) => catalogue.offer(row),
    },
    schedule: {
      async *dueRows(shard, nowMs) {
        yield schedule.due(shard, nowMs);
      },
      claim: async (row, claimId, leaseEndsAtMs) => schedule.claim(row, claimId, leaseEndsAtMs),
      read: async (key) => schedule.read(key),
      release: async (job, change) => schedule.release(job, change),
      arm: async (key, { dueAtMs, cursorMs }) => schedule.arm(key, dueAtMs, cursorMs),
    },
    tokens: memoryTokenTable(tokens, async (_name, effect) => effect()),
  };
}

/** The adapters of the deployed functions, on the local cloud in process: every byte passes the wire's protocol. */
export async function cloudTables(): Promise<{ readonly tables: TablePorts; readonly close: () => void }> {
  const state = temporaryState();
  const service = createDynamodb(testEngine(state));
  const wire = inProcess([service]);
  const client = new DynamoDBClient(wire.clientOptions);
  const dynamodb = inProcessDynamodb(wire);
  await createControlPlaneTables(client);
  await createTable(client, 'UserDailyTopK', 'user_id', 'day');
  await createTable(client, 'UserListenHistory', 'pk', 'sk');
  await createTable(client, 'SongCatalogue', 'song_id');
  const tables: TablePorts = {
    aggregates: { ...aggregateTable(dynamodb, 'UserDailyTopK'), ...aggregateReader(client, 'UserDailyTopK') },
    history: historyTable(dynamodb, 'UserListenHistory'),
    rawListens: (partitions) => scanRawListens(client, partitions),
    catalogue: songCatalogue(dynamodb, 'SongCatalogue', { chance: () => 0, pause: async () => undefined }),
    schedule: { ...scheduleTable(client, 'UserCrawlSchedule'), ...armedSchedule(client, 'UserCrawlSchedule') },
    tokens: tokenTable(client, 'UserTokens'),
  };
  const close = (): void => {
    void service.stop?.();
    state.close();
  };
  return { tables, close };
}

async function createTable(client: DynamoDBClient, name: string, partitionKey: string, sortKey?: string) {
  const keys = [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' as const })),
      KeySchema: keys.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    }),
  );
}

async function scanRawListens(client: DynamoDBClient, partitions: ReadonlySet<string>): Promise<string[]> {
  const plain = ({ S, N }: AttributeValue): string | number => (N === undefined ? (S ?? '') : Number(N));
  const texts: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: 'UserListenHistory' }))
    for (const item of Items)
      if (partitions.has(item['pk']?.S ?? ''))
        texts.push(fieldsText(Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]))));
  return texts.sort();
}
