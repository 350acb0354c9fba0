/** From the members of CreateTable and UpdateTable to keys and indexes, with DynamoDB's checks of how they fit together. */
import { validationError } from '../../../engine/aws-error.ts';
import { invalidParameter } from '../errors.ts';
import type { BillingMode, IndexDefinition, KeySchema, ProjectionType, Throughput } from '../store/definition.ts';
import { keyNames } from '../store/definition.ts';
import type { KeyType } from '../values/attribute-value.ts';

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: KeyType;
}

export interface IndexMembers {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: { readonly ProjectionType?: ProjectionType; readonly NonKeyAttributes?: readonly string[] };
  readonly ProvisionedThroughput?: Throughput;
}

export type NewIndex = Omit<IndexDefinition, 'number'>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-secondary-indexes */
const indexesMax = { global: 20, local: 5 };

export function keySchemaOf(elements: readonly KeySchemaElement[]): KeySchema {
  const [partition, sort] = elements;
  if (partition?.KeyType !== 'HASH') {
    throw validationError('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (!sort) return { partition: partition.AttributeName };
  if (sort.KeyType !== 'RANGE') {
    throw validationError('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (sort.AttributeName === partition.AttributeName) {
    throw validationError('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  return { partition: partition.AttributeName, sort: sort.AttributeName };
}

export function typesOf(definitions: readonly AttributeDefinition[]): Record<string, KeyType> {
  return Object.fromEntries(definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
}

export function indexOfMembers(kind: 'global' | 'local', members: IndexMembers): NewIndex {
  const { ProjectionType: projection, NonKeyAttributes: included = [] } = members.Projection;
  if (projection === undefined) throw invalidParameter('Unknown ProjectionType: null');
  if (projection === 'INCLUDE' && included.length === 0) {
    throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
  if (projection !== 'INCLUDE' && included.length > 0) {
    throw invalidParameter(`ProjectionType is ${projection}, but NonKeyAttributes is specified`);
  }
  return {
    name: members.IndexName,
    kind,
    key: keySchemaOf(members.KeySchema),
    projection,
    included,
    ...(members.ProvisionedThroughput ? { throughput: members.ProvisionedThroughput } : {}),
  };
}

/** Checks the indexes of a table against its key and against each other. */
export function checkIndexes(key: KeySchema, indexes: readonly NewIndex[]): void {
  const names = new Set<string>();
  for (const { name, kind, key: own } of indexes) {
    if (names.has(name)) throw invalidParameter(`Duplicate index name: ${name}`);
    names.add(name);
    if (kind === 'local') checkLocalIndex(key, name, own);
  }
  for (const kind of ['global', 'local'] as const) {
    if (indexes.filter((index) => index.kind === kind).length > indexesMax[kind]) {
      const title = kind === 'global' ? 'GlobalSecondaryIndex' : 'LocalSecondaryIndex';
      throw invalidParameter(`${title} count exceeds the per-table limit of ${indexesMax[kind]}`);
    }
  }
}

/** Every key attribute is defined, and every defined attribute is part of a key. */
export function checkTypes(types: Readonly<Record<string, KeyType>>, keys: readonly KeySchema[]): void {
  const used = new Set(keys.flatMap(keyNames));
  const defined = Object.keys(types);
  const undefinedNames = [...used].filter((name) => !Object.hasOwn(types, name));
  if (undefinedNames.length > 0) {
    throw invalidParameter(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${undefinedNames.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
    );
  }
  if (defined.some((name) => !used.has(name))) {
    throw invalidParameter(
      keys.length === 1
        ? 'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions'
        : `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(', ')}], keys used: [${[...used].join(', ')}]`,
    );
  }
}

/** Checks that throughput is given when it is what is paid for, and only then. */
export function checkThroughput(billing: BillingMode, throughput: Throughput | undefined): void {
  if (billing === 'PROVISIONED' && !throughput) {
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  if (billing === 'PAY_PER_REQUEST' && throughput) {
    throw invalidParameter(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
}

function checkLocalIndex(key: KeySchema, name: string, own: KeySchema): void {
  if (key.sort === undefined) {
    throw invalidParameter(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  if (own.sort === undefined) {
    throw invalidParameter(`Index KeySchema does not have a range key for index: ${name}`);
  }
  if (own.partition !== key.partition) {
    throw invalidParameter(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}.` +
        ` index hash key: ${own.partition}, table hash key: ${key.partition}`,
    );
  }
}
