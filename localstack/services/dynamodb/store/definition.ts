/** What is known about a table beside its items. */
import type { KeyType } from '../values/attribute-value.ts';

/** The attributes that make up the key of a table or index. */
export interface KeySchema {
  readonly partition: string;
  readonly sort?: string;
}

export type ProjectionType = 'ALL' | 'KEYS_ONLY' | 'INCLUDE';

export interface IndexDefinition {
  readonly name: string;
  /** Names the index's SQLite table; never used again after the index is gone. */
  readonly number: number;
  readonly kind: 'global' | 'local';
  readonly key: KeySchema;
  readonly projection: ProjectionType;
  /** The further attributes of an INCLUDE projection. */
  readonly included: readonly string[];
  readonly throughput?: Throughput;
}

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html */
export type ViewType = 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY';

/** The stream that a table has, or had last. */
export interface TableStream {
  /** The last part of its ARN: when it was made. */
  readonly label: string;
  readonly viewType: ViewType;
  readonly isEnabled: boolean;
}

export type BillingMode = 'PAY_PER_REQUEST' | 'PROVISIONED';

export interface TableDefinition {
  readonly name: string;
  /** Names the table's SQLite tables; a table of the same name made later has another one. */
  readonly number: number;
  /** AWS's `TableId`, a UUID. */
  readonly id: string;
  readonly createdMs: number;
  /** Types of the attributes that keys are made of. */
  readonly types: Readonly<Record<string, KeyType>>;
  readonly key: KeySchema;
  readonly indexes: readonly IndexDefinition[];
  /** The number that the next index gets. */
  readonly indexNumberNext: number;
  readonly billing: BillingMode;
  readonly throughput?: Throughput;
  /** The attribute that holds when an item expires, in epoch seconds. */
  readonly ttlAttribute?: string;
  readonly isDeletionProtected: boolean;
  readonly tableClass?: string;
  readonly kmsKeyArn?: string;
  readonly hasPointInTimeRecovery: boolean;
  readonly recoveryDays: number;
  readonly pointInTimeSinceMs?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly stream?: TableStream;
}

/** The index of a table by its name. */
export function indexOf(definition: TableDefinition, name: string): IndexDefinition | undefined {
  return definition.indexes.find((index) => index.name === name);
}

/** The attributes of a key, partition key first. */
export function keyNames({ partition, sort }: KeySchema): string[] {
  return sort === undefined ? [partition] : [partition, sort];
}

/** The attributes an index holds; undefined for all of them. */
export function projectedNames(definition: TableDefinition, index: IndexDefinition): ReadonlySet<string> | undefined {
  if (index.projection === 'ALL') return undefined;
  return new Set([...keyNames(definition.key), ...keyNames(index.key), ...index.included]);
}

export function tableArn(region: string, accountId: string, name: string): string {
  return `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
}
