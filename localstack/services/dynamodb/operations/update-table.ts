import { AwsError, validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import { indexNotFound, invalidParameter } from '../errors.ts';
import type { Room } from '../room.ts';
import { indexOf, keyNames, type TableDefinition, type Throughput, type ViewType } from '../store/definition.ts';
import type { Table } from '../store/table.ts';
import { changedView } from '../streams/stream-specification.ts';
import { encryption, type TableOptions } from './create-table.ts';
import { describeTable } from './table-description.ts';
import { updateTableParameters } from './table-parameters.ts';
import {
  type AttributeDefinition,
  checkIndexes,
  checkThroughput,
  checkTypes,
  type IndexMembers,
  indexOfMembers,
  typesOf,
} from './table-schema.ts';

interface IndexUpdate {
  readonly Create?: IndexMembers;
  readonly Update?: { readonly IndexName: string; readonly ProvisionedThroughput: Throughput };
  readonly Delete?: { readonly IndexName: string };
}

interface UpdateTableInput extends TableOptions {
  readonly TableName: string;
  readonly AttributeDefinitions?: readonly AttributeDefinition[];
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdate[];
}

/** Changes a table's settings, or adds (filled at once) or removes one of its global indexes. No item is lost by it. */
export const updateTable = (room: Room): Operation => ({
  parameters: updateTableParameters,
  run(input: UpdateTableInput) {
    const updates = input.GlobalSecondaryIndexUpdates ?? [];
    const table = room.tables.describe(input.TableName);
    const changed = changedDefinition(room, table.definition, input);
    const view = changedView(changed, input.StreamSpecification);
    checkUpdates(changed, updates);
    let current = room.tables.change(view ? withStream(room, changed, view) : changed);
    for (const update of updates) current = applyIndexUpdate(room, current, update);
    return { TableDescription: describeTable(room.engine, withoutUnusedTypes(room, current)) };
  },
});

function withStream({ streams }: Room, definition: TableDefinition, view: ViewType | 'off'): TableDefinition {
  if (view !== 'off') return { ...definition, stream: streams.enable(definition, view) };
  streams.disable(definition);
  const { stream, ...rest } = definition;
  return stream ? { ...rest, stream: { ...stream, isEnabled: false } } : rest;
}

function changedDefinition(room: Room, old: TableDefinition, input: UpdateTableInput): TableDefinition {
  const billing = input.BillingMode ?? old.billing;
  const { throughput: oldThroughput, kmsKeyArn: oldKey, ...rest } = old;
  const throughput = input.ProvisionedThroughput ?? (billing === 'PROVISIONED' ? oldThroughput : undefined);
  checkThroughput(billing, throughput);
  const kept = !input.SSESpecification && oldKey !== undefined ? { kmsKeyArn: oldKey } : {};
  const types = { ...old.types, ...typesOf(input.AttributeDefinitions ?? []) };
  for (const [name, type] of Object.entries(old.types)) {
    if (types[name] !== type) throw invalidParameter(`Attribute ${name} is already defined with type ${type}`);
  }
  return {
    ...rest,
    types,
    billing,
    isDeletionProtected: input.DeletionProtectionEnabled ?? old.isDeletionProtected,
    ...(throughput ? { throughput } : {}),
    ...(input.TableClass === undefined ? {} : { tableClass: input.TableClass }),
    ...kept,
    ...encryption(room, input),
  };
}

/** Checks all index updates before the first is done. */
function checkUpdates(definition: TableDefinition, updates: readonly IndexUpdate[]): void {
  if (updates.filter(({ Create, Delete }) => Create ?? Delete).length > 1) {
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  for (const update of updates) {
    const { Create, Update, Delete } = update;
    if ([Create, Update, Delete].filter((each) => each !== undefined).length !== 1) {
      throw invalidParameter(
        'Only one of Create, Update or Delete may be specified for a global secondary index update',
      );
    }
    const name = (Update ?? Delete)?.IndexName;
    if (name !== undefined && indexOf(definition, name)?.kind !== 'global') throw indexNotFound(name);
    if (!Create) continue;
    const created = indexOfMembers('global', Create);
    if (indexOf(definition, created.name)) {
      throw validationError(`Attempting to create an index which already exists: ${created.name}`);
    }
    checkIndexes(definition.key, [...definition.indexes, created]);
    checkTypes(definition.types, [definition.key, created.key, ...definition.indexes.map(({ key }) => key)]);
    checkThroughput(definition.billing, created.throughput);
  }
}

function applyIndexUpdate({ tables }: Room, table: Table, { Create, Update, Delete }: IndexUpdate): Table {
  const { definition } = table;
  if (Create) return tables.addIndex(table, indexOfMembers('global', Create));
  const index = indexOf(definition, (Update ?? Delete)?.IndexName ?? '');
  if (!index) throw new Error('an index update got past its check');
  if (!Update) return tables.removeIndex(table, index);
  const throughput = Update.ProvisionedThroughput;
  const indexes = definition.indexes.map((each) => (each === index ? { ...each, throughput } : each));
  return tables.change({ ...definition, indexes });
}

/** An attribute that no key is made of any more loses its definition, as it does on AWS. */
function withoutUnusedTypes({ tables }: Room, table: Table): Table {
  const { definition } = table;
  const used = new Set([definition.key, ...definition.indexes.map(({ key }) => key)].flatMap(keyNames));
  const entries = Object.entries(definition.types);
  if (entries.every(([name]) => used.has(name))) return table;
  return tables.change({ ...definition, types: Object.fromEntries(entries.filter(([name]) => used.has(name))) });
}
