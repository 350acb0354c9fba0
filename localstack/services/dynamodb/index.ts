/** DynamoDB on SQLite: the table of its operations and resource types. */
import { faultText } from '../../engine/log.ts';
import type { Engine, Operation, Service } from '../../engine/service.ts';
import { Expiry } from './expiry.ts';
import { batchGetItem } from './operations/batch-get-item.ts';
import { batchWriteItem } from './operations/batch-write-item.ts';
import { createTable } from './operations/create-table.ts';
import { deleteItem } from './operations/delete-item.ts';
import { deleteTable } from './operations/delete-table.ts';
import { describeContinuousBackups } from './operations/describe-continuous-backups.ts';
import { describeEndpoints } from './operations/describe-endpoints.ts';
import { describeLimits } from './operations/describe-limits.ts';
import { describeTableOperation } from './operations/describe-table.ts';
import { describeTimeToLive } from './operations/describe-time-to-live.ts';
import { getItem } from './operations/get-item.ts';
import { listTables } from './operations/list-tables.ts';
import { listTagsOfResource } from './operations/list-tags-of-resource.ts';
import { putItem } from './operations/put-item.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { tagResource } from './operations/tag-resource.ts';
import { transactGetItems } from './operations/transact-get-items.ts';
import { transactWriteItems } from './operations/transact-write-items.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateContinuousBackups } from './operations/update-continuous-backups.ts';
import { updateItem } from './operations/update-item.ts';
import { updateTable } from './operations/update-table.ts';
import { updateTimeToLive } from './operations/update-time-to-live.ts';
import { globalTableType } from './resources/global-table.ts';
import { tableType } from './resources/table.ts';
import type { Room } from './room.ts';
import { Meter } from './store/capacity.ts';
import { Tables } from './store/tables.ts';
import { StreamStore } from './streams/stream-store.ts';
import { TableStreams } from './streams/table-streams.ts';

export interface DynamodbOptions {
  /** How often expired items are deleted. */
  readonly ttlSweepMs?: number;
}

export interface DynamodbService extends Service {
  /** Read and write units by table since the cloud started. */
  consumedUnits(): ReturnType<Meter['totals']>;
  /** The tables' streams, as event source mappings and the DynamoDB Streams API read them. */
  readonly streams: TableStreams;
}

const ttlSweepMsDefault = 60_000;

const operations: Readonly<Record<string, (room: Room) => Operation>> = {
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  CreateTable: createTable,
  DeleteItem: deleteItem,
  DeleteTable: deleteTable,
  DescribeContinuousBackups: describeContinuousBackups,
  DescribeEndpoints: describeEndpoints,
  DescribeLimits: describeLimits,
  DescribeTable: describeTableOperation,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: getItem,
  ListTables: listTables,
  ListTagsOfResource: listTagsOfResource,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  TagResource: tagResource,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UntagResource: untagResource,
  UpdateContinuousBackups: updateContinuousBackups,
  UpdateItem: updateItem,
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
};

/** DynamoDB over `engine.state`'s database `dynamodb`. Every operation answers when what it saw or did is committed. */
export function createDynamodb(
  engine: Engine,
  { ttlSweepMs = ttlSweepMsDefault }: DynamodbOptions = {},
): DynamodbService {
  const database = engine.state.database('dynamodb');
  const tables = new Tables(database, (fault) => {
    streams.reload();
    engine.log('error', 'dynamodb-group-rolled-back', { fault: faultText(fault) });
  });
  const streams: TableStreams = new TableStreams(engine, tables, new StreamStore(database));
  const room: Room = { engine, tables, streams, meter: new Meter() };
  const expiry = new Expiry(room, ttlSweepMs);
  return {
    name: 'dynamodb',
    protocol: { kind: 'json', version: '1.0', targetPrefix: 'DynamoDB_20120810' },
    operations: Object.fromEntries(Object.entries(operations).map(([name, make]) => [name, durable(room, make(room))])),
    resources: { 'AWS::DynamoDB::Table': tableType, 'AWS::DynamoDB::GlobalTable': globalTableType },
    streams,
    consumedUnits: () => room.meter.totals(),
    start: () => expiry.start(),
    stop: () => {
      expiry.stop();
      tables.group.flush();
    },
  };
}

/** Operations are plain functions that check, write and answer; this makes the answer wait for the commit. */
function durable({ tables }: Room, { parameters, run }: Operation): Operation {
  return { parameters, run: (input, call) => tables.group.durably(() => run(input, call)) };
}
