import { randomUuid } from '../../../engine/random.ts';
import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import type { BillingMode, Throughput, ViewType } from '../store/definition.ts';
import type { Table } from '../store/table.ts';
import { newView, type StreamSpecification } from '../streams/stream-specification.ts';
import { describeTable } from './table-description.ts';
import { createTableParameters } from './table-parameters.ts';
import {
  type AttributeDefinition,
  checkIndexes,
  checkThroughput,
  checkTypes,
  type IndexMembers,
  indexOfMembers,
  type KeySchemaElement,
  keySchemaOf,
  typesOf,
} from './table-schema.ts';

export interface TableOptions {
  readonly BillingMode?: BillingMode;
  readonly ProvisionedThroughput?: Throughput;
  readonly DeletionProtectionEnabled?: boolean;
  readonly TableClass?: string;
  readonly SSESpecification?: { readonly Enabled?: boolean; readonly KMSMasterKeyId?: string };
  readonly StreamSpecification?: StreamSpecification;
}

interface CreateTableInput extends TableOptions {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly AttributeDefinition[];
  readonly KeySchema: readonly KeySchemaElement[];
  readonly GlobalSecondaryIndexes?: readonly IndexMembers[];
  readonly LocalSecondaryIndexes?: readonly IndexMembers[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html */
const recoveryDaysDefault = 35;

/** Makes a table. It is ACTIVE at once. */
export const createTable = (room: Room): Operation => ({
  parameters: createTableParameters,
  run(input: CreateTableInput) {
    const view = newView(input.StreamSpecification);
    const key = keySchemaOf(input.KeySchema);
    const types = typesOf(input.AttributeDefinitions);
    const indexes = [
      ...(input.GlobalSecondaryIndexes ?? []).map((members) => indexOfMembers('global', members)),
      ...(input.LocalSecondaryIndexes ?? []).map((members) => indexOfMembers('local', members)),
    ];
    checkIndexes(key, indexes);
    checkTypes(types, [key, ...indexes.map((index) => index.key)]);
    const billing = input.BillingMode ?? 'PROVISIONED';
    checkThroughput(billing, input.ProvisionedThroughput);
    for (const index of indexes) if (index.kind === 'global') checkThroughput(billing, index.throughput);
    const table = room.tables.create({
      name: input.TableName,
      id: randomUuid(room.engine.random),
      createdMs: room.engine.clock.nowMs(),
      types,
      key,
      indexes: indexes.map((index, number) => ({ ...index, number })),
      indexNumberNext: indexes.length,
      billing,
      isDeletionProtected: input.DeletionProtectionEnabled ?? false,
      hasPointInTimeRecovery: false,
      recoveryDays: recoveryDaysDefault,
      tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      ...(input.ProvisionedThroughput ? { throughput: input.ProvisionedThroughput } : {}),
      ...(input.TableClass === undefined ? {} : { tableClass: input.TableClass }),
      ...encryption(room, input),
    });
    return { TableDescription: describeTable(room.engine, view ? withStream(room, table, view) : table) };
  },
});

function withStream({ tables, streams }: Room, { definition }: Table, view: ViewType): Table {
  return tables.change({ ...definition, stream: streams.enable(definition, view) });
}

/** The key that encrypts the table on AWS. Here it is only remembered: nothing is encrypted on this machine's disk. */
export function encryption(
  { engine }: Room,
  { SSESpecification: given }: TableOptions,
): { readonly kmsKeyArn: string } | Record<never, never> {
  if (!given?.Enabled) return {};
  const { KMSMasterKeyId: id = 'alias/aws/dynamodb' } = given;
  if (id.startsWith('arn:')) return { kmsKeyArn: id };
  const resource = id.startsWith('alias/') ? id : `key/${id}`;
  return { kmsKeyArn: `arn:aws:kms:${engine.region}:${engine.accountId}:${resource}` };
}
