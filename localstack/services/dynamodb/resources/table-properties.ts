/** What the two table resource types share: the API's shapes are CloudFormation's but for a few names. */
import type { CallService, Properties, Resource } from '../../../engine/service.ts';

export interface Settings {
  /** Members of CreateTable; the changeable ones are members of UpdateTable too. */
  readonly table: Properties & { readonly TableName: string };
  readonly ttl: { readonly AttributeName?: string; readonly Enabled: boolean } | undefined;
  readonly recovery: Properties | undefined;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  /** What the table's stream shows; a template that names no view wants no stream. */
  readonly view: string | undefined;
}

interface IndexMembers {
  readonly IndexName: string;
  readonly KeySchema: unknown;
  readonly Projection: unknown;
  readonly ProvisionedThroughput?: Properties;
}

/** Templates may write numbers and booleans as text. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
  }
  if (value === 'true' || value === 'false') return value === 'true';
  return value;
}

/** `members` without those that are undefined. */
export function defined(members: Properties): Properties {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** `ProvisionedThroughput` with numbers for text. */
export function throughputOf(value: unknown): Properties | undefined {
  if (value === undefined) return undefined;
  const { ReadCapacityUnits, WriteCapacityUnits } = value as Properties;
  return { ReadCapacityUnits: Number(ReadCapacityUnits), WriteCapacityUnits: Number(WriteCapacityUnits) };
}

export async function createFrom(call: CallService, { table, ttl, recovery, tags, view }: Settings): Promise<Resource> {
  const created = await call('dynamodb', 'CreateTable', {
    ...table,
    ...(tags.length > 0 ? { Tags: tags } : {}),
    ...(view === undefined ? {} : { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
  });
  await applyTtl(call, table.TableName, ttl);
  await applyRecovery(call, table.TableName, recovery);
  return resourceOf(table.TableName, created['TableDescription']);
}

/** Changes in place. One index at a time, as UpdateTable demands; an index whose keys changed is made anew. */
export async function updateTo(call: CallService, { table, ttl, recovery, tags, view }: Settings): Promise<Resource> {
  const { TableName } = table;
  const { Table: described } = await call('dynamodb', 'DescribeTable', { TableName });
  const current = indexesOf(described);
  const wanted = indexesOf(table);
  for (const { IndexName } of current.filter((index) => !wanted.some((each) => isSameIndex(index, each)))) {
    await call('dynamodb', 'UpdateTable', { TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] });
  }
  await call('dynamodb', 'UpdateTable', changeable(table));
  for (const { IndexName, ProvisionedThroughput } of wanted) {
    const known = current.find((each) => each.IndexName === IndexName)?.ProvisionedThroughput;
    if (!ProvisionedThroughput || !known || isSameThroughput(ProvisionedThroughput, known)) continue;
    const Update = { IndexName, ProvisionedThroughput };
    await call('dynamodb', 'UpdateTable', { TableName, GlobalSecondaryIndexUpdates: [{ Update }] });
  }
  for (const index of wanted.filter((each) => !current.some((known) => isSameIndex(known, each)))) {
    await call('dynamodb', 'UpdateTable', {
      TableName,
      AttributeDefinitions: table['AttributeDefinitions'],
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    });
  }
  await applyTtl(call, TableName, ttl);
  await applyRecovery(call, TableName, recovery);
  await applyTags(call, String((described as Properties)['TableArn']), tags);
  await applyView(call, described, view);
  const { Table: changed } = await call('dynamodb', 'DescribeTable', { TableName });
  return resourceOf(TableName, changed);
}

export async function deleteTableOf(call: CallService, TableName: string): Promise<void> {
  await call('dynamodb', 'DeleteTable', { TableName });
}

/** What a change of means another table: the key, the local indexes and the types of the key's attributes. */
export function needsReplacement(properties: Properties, previous: Properties): boolean {
  const named = properties['TableName'];
  if (named !== undefined && named !== previous['TableName']) return true;
  return ['KeySchema', 'LocalSecondaryIndexes'].some(
    (name) => JSON.stringify(plain(properties[name])) !== JSON.stringify(plain(previous[name])),
  );
}

function changeable(table: Settings['table']): Properties {
  return defined({
    TableName: table.TableName,
    BillingMode: table['BillingMode'] ?? 'PROVISIONED',
    ProvisionedThroughput: table['ProvisionedThroughput'],
    DeletionProtectionEnabled: table['DeletionProtectionEnabled'] ?? false,
    TableClass: table['TableClass'] ?? 'STANDARD',
    SSESpecification: table['SSESpecification'] ?? { Enabled: false },
  });
}

async function applyTtl(call: CallService, TableName: string, wanted: Settings['ttl']): Promise<void> {
  const { TimeToLiveDescription } = await call('dynamodb', 'DescribeTimeToLive', { TableName });
  const { AttributeName: current } = TimeToLiveDescription as { readonly AttributeName?: string };
  const next = wanted?.Enabled ? wanted.AttributeName : undefined;
  if (next === current) return;
  const change = (AttributeName: string, Enabled: boolean): Promise<unknown> =>
    call('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification: { AttributeName, Enabled } });
  if (current !== undefined) await change(current, false);
  if (next !== undefined) await change(next, true);
}

async function applyRecovery(call: CallService, TableName: string, wanted: Settings['recovery']): Promise<void> {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: false, ...wanted };
  await call('dynamodb', 'UpdateContinuousBackups', { TableName, PointInTimeRecoverySpecification });
}

/** Another view is another stream: the old one is ended, and can be read for the rest of its day. */
async function applyView(call: CallService, described: unknown, wanted: string | undefined): Promise<void> {
  const { TableName, StreamSpecification } = described as Properties;
  const current = (StreamSpecification as Properties | undefined)?.['StreamViewType'];
  if (current === wanted) return;
  const change = (specification: Properties): Promise<unknown> =>
    call('dynamodb', 'UpdateTable', { TableName, StreamSpecification: specification });
  if (current !== undefined) await change({ StreamEnabled: false });
  if (wanted !== undefined) await change({ StreamEnabled: true, StreamViewType: wanted });
}

async function applyTags(call: CallService, ResourceArn: string, tags: Settings['tags']): Promise<void> {
  const { Tags } = await call('dynamodb', 'ListTagsOfResource', { ResourceArn });
  const gone = (Tags as Settings['tags']).map(({ Key }) => Key).filter((key) => !tags.some(({ Key }) => Key === key));
  if (gone.length > 0) await call('dynamodb', 'UntagResource', { ResourceArn, TagKeys: gone });
  if (tags.length > 0) await call('dynamodb', 'TagResource', { ResourceArn, Tags: tags });
}

function indexesOf(table: unknown): IndexMembers[] {
  return ((table as Properties)['GlobalSecondaryIndexes'] ?? []) as IndexMembers[];
}

function isSameIndex(left: IndexMembers, right: IndexMembers): boolean {
  const shape = ({ IndexName, KeySchema, Projection }: IndexMembers): string =>
    JSON.stringify([IndexName, sorted(KeySchema), sorted(Projection)]);
  return shape(left) === shape(right);
}

function isSameThroughput(left: Properties, right: Properties): boolean {
  return ['ReadCapacityUnits', 'WriteCapacityUnits'].every((name) => left[name] === right[name]);
}

/** The same value with its members in alphabetical order, so that equal values are equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, sorted(each)]));
}

function resourceOf(physicalId: string, description: unknown): Resource {
  const { TableArn, TableId, StreamSpecification, LatestStreamArn } = description as Properties;
  const stream = StreamSpecification ? { StreamArn: LatestStreamArn } : {};
  return { physicalId, attributes: { Arn: TableArn, TableId, ...stream } };
}
