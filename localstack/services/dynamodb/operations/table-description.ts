/** `TableDescription`, as CreateTable, DescribeTable, UpdateTable and DeleteTable answer with it. */
import type { Engine } from '../../../engine/service.ts';
import {
  type IndexDefinition,
  type KeySchema,
  tableArn,
  type TableDefinition,
  type Throughput,
} from '../store/definition.ts';
import type { Table } from '../store/table.ts';

export function describeTable({ region, accountId }: Engine, table: Table, status = 'ACTIVE'): Record<string, unknown> {
  const { definition } = table;
  const arn = tableArn(region, accountId, definition.name);
  const { itemCount, sizeBytes } = table.statistics();
  return {
    TableName: definition.name,
    TableArn: arn,
    TableId: definition.id,
    TableStatus: status,
    CreationDateTime: definition.createdMs / 1000,
    AttributeDefinitions: Object.entries(definition.types).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: keySchema(definition.key),
    ItemCount: itemCount,
    TableSizeBytes: sizeBytes,
    ProvisionedThroughput: throughput(definition.throughput),
    DeletionProtectionEnabled: definition.isDeletionProtected,
    ...indexes(table, arn),
    ...optionalParts(definition),
    ...streamParts(definition, arn),
  };
}

function optionalParts({ billing, tableClass, kmsKeyArn }: TableDefinition): Record<string, unknown> {
  return {
    ...(billing === 'PAY_PER_REQUEST' ? { BillingModeSummary: { BillingMode: billing } } : {}),
    ...(tableClass === undefined ? {} : { TableClassSummary: { TableClass: tableClass } }),
    ...(kmsKeyArn === undefined
      ? {}
      : { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: kmsKeyArn } }),
  };
}

/** A disabled stream is still the latest one: it can be read for the rest of its day. */
function streamParts({ stream }: TableDefinition, arn: string): Record<string, unknown> {
  if (!stream) return {};
  const { label, viewType, isEnabled } = stream;
  return {
    ...(isEnabled ? { StreamSpecification: { StreamEnabled: true, StreamViewType: viewType } } : {}),
    LatestStreamLabel: label,
    LatestStreamArn: `${arn}/stream/${label}`,
  };
}

function indexes(table: Table, arn: string): Record<string, unknown> {
  const ofKind = (kind: 'global' | 'local'): IndexDefinition[] =>
    table.definition.indexes.filter((index) => index.kind === kind);
  const [global, local] = [ofKind('global'), ofKind('local')];
  return {
    ...(global.length > 0
      ? {
          GlobalSecondaryIndexes: global.map((index) => ({
            ...describeIndex(table, arn, index),
            IndexStatus: 'ACTIVE',
            ProvisionedThroughput: throughput(index.throughput),
          })),
        }
      : {}),
    ...(local.length > 0 ? { LocalSecondaryIndexes: local.map((index) => describeIndex(table, arn, index)) } : {}),
  };
}

function describeIndex(table: Table, arn: string, index: IndexDefinition): Record<string, unknown> {
  return {
    IndexName: index.name,
    IndexArn: `${arn}/index/${index.name}`,
    KeySchema: keySchema(index.key),
    Projection: {
      ProjectionType: index.projection,
      ...(index.included.length > 0 ? { NonKeyAttributes: index.included } : {}),
    },
    ItemCount: table.entryCount(index),
  };
}

function keySchema({ partition, sort }: KeySchema): Record<string, string>[] {
  const hash = { AttributeName: partition, KeyType: 'HASH' };
  return sort === undefined ? [hash] : [hash, { AttributeName: sort, KeyType: 'RANGE' }];
}

function throughput(given: Throughput | undefined): Record<string, number> {
  return { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0, ...given };
}
