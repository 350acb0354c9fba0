import { describe, expect, test } from '@jest/globals';

import type { CallService, Properties, ResourceScope } from '../../../../../localstack/engine/service.ts';
import { globalTableType } from '../../../../../localstack/services/dynamodb/resources/global-table.ts';
import { tableType } from '../../../../../localstack/services/dynamodb/resources/table.ts';
import { type World, world } from '../world.ts';

function scopeOf({ send }: World): ResourceScope {
  return {
    stackName: 'Stack',
    logicalId: 'Users',
    accountId: '000000000000',
    region: 'us-east-1',
    generateName: () => 'Stack-Users-ABC',
    call: ((_service, operation, input) => send(operation, { ...input })) as CallService,
    assetPath: () => undefined,
  };
}

const index = {
  IndexName: 'due',
  KeySchema: [{ AttributeName: 'due_shard', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'KEYS_ONLY' },
};
const plainTable: Properties = {
  KeySchema: [{ AttributeName: 'user_id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'user_id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};
const indexed: Properties = {
  ...plainTable,
  AttributeDefinitions: [
    { AttributeName: 'user_id', AttributeType: 'S' },
    { AttributeName: 'due_shard', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [index],
  TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: 'true' },
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  DeletionProtectionEnabled: true,
  SSESpecification: { SSEEnabled: true },
  Tags: [{ Key: 'room', Value: 'users' }],
};

const TableName = 'Stack-Users-ABC';
const ResourceArn = `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;

describe('AWS::DynamoDB::Table', () => {
  test('is made with everything its properties say; Ref is its name and Arn its ARN', async () => {
    const made = world();
    const resource = await tableType.create(indexed, scopeOf(made));

    expect(resource.physicalId).toBe(TableName);
    expect(resource.attributes).toMatchObject({ Arn: ResourceArn });
    expect((await made.send('DescribeTable', { TableName }))['Table']).toMatchObject({
      DeletionProtectionEnabled: true,
      SSEDescription: { Status: 'ENABLED' },
      GlobalSecondaryIndexes: [{ IndexName: 'due' }],
    });
    expect(await made.send('DescribeTimeToLive', { TableName })).toMatchObject({
      TimeToLiveDescription: { AttributeName: 'expires_at' },
    });
    expect(await made.send('DescribeContinuousBackups', { TableName })).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
    });
    expect(await made.send('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: indexed['Tags'] });
  });

  test('changes in place, there and back, without losing an item', async () => {
    const made = world();
    const scope = scopeOf(made);
    await tableType.create(plainTable, scope);
    await made.send('PutItem', { TableName, Item: { user_id: { S: 'ann' }, due_shard: { S: '7' } } });

    expect(await tableType.update(TableName, indexed, plainTable, scope)).toMatchObject({ physicalId: TableName });
    expect((await made.send('Scan', { TableName, IndexName: 'due' })).Count).toBe(1);
    expect(await tableType.update(TableName, indexed, indexed, scope)).toMatchObject({ physicalId: TableName });

    expect(await tableType.update(TableName, plainTable, indexed, scope)).toMatchObject({ physicalId: TableName });
    const { Table } = await made.send('DescribeTable', { TableName });
    expect(Table).toMatchObject({ ItemCount: 1, DeletionProtectionEnabled: false });
    expect(Table).not.toHaveProperty('GlobalSecondaryIndexes');
    expect(await made.send('DescribeTimeToLive', { TableName })).toMatchObject({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
    expect(await made.send('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [] });
  });

  test('takes new throughput for itself and its indexes', async () => {
    const made = world();
    const scope = scopeOf(made);
    const provisioned = (units: string) => {
      const ProvisionedThroughput = { ReadCapacityUnits: units, WriteCapacityUnits: units };
      const GlobalSecondaryIndexes = [{ ...index, ProvisionedThroughput }];
      const { AttributeDefinitions, KeySchema } = indexed;
      return { AttributeDefinitions, KeySchema, ProvisionedThroughput, GlobalSecondaryIndexes };
    };
    await tableType.create(provisioned('1'), scope);
    await tableType.update(TableName, provisioned('5'), provisioned('1'), scope);
    expect((await made.send('DescribeTable', { TableName }))['Table']).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 5 },
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: { WriteCapacityUnits: 5 } }],
    });
  });

  test('has a stream when its template asks for a view, and another one for another view', async () => {
    const made = world();
    const scope = scopeOf(made);
    const withView = (StreamViewType: string) => ({ ...plainTable, StreamSpecification: { StreamViewType } });
    const keysOnly = withView('KEYS_ONLY');
    const created = await tableType.create(keysOnly, scope);
    const first = created.attributes['StreamArn'];
    expect(first).toMatch(new RegExp(`^${ResourceArn}/stream/`, 'u'));
    expect((await tableType.update(TableName, keysOnly, keysOnly, scope)) as object).toMatchObject({
      attributes: { StreamArn: first },
    });

    const changed = await tableType.update(TableName, withView('NEW_IMAGE'), keysOnly, scope);

    expect(changed).toMatchObject({ attributes: { StreamArn: expect.not.stringMatching(`^${String(first)}$`) } });
    const without = await tableType.update(TableName, plainTable, withView('NEW_IMAGE'), scope);
    expect(without).not.toHaveProperty('attributes.StreamArn');
    const policy = { StreamViewType: 'NEW_IMAGE', ResourcePolicy: {} };
    const refused = tableType.create({ ...plainTable, TableName: 'other', StreamSpecification: policy }, scope);
    await expect(refused).rejects.toThrow('StreamSpecification.ResourcePolicy');
  });

  test('is replaced when its key or name changes', async () => {
    const scope = scopeOf(world());
    const otherKey = { ...plainTable, KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] };
    expect(await tableType.update(TableName, otherKey, plainTable, scope)).toBe('replace');
    expect(await tableType.update(TableName, { ...plainTable, TableName: 'users' }, plainTable, scope)).toBe('replace');
  });

  test('is gone when deleted', async () => {
    const made = world();
    const scope = scopeOf(made);
    const { physicalId } = await tableType.create({ ...plainTable, TableName: 'users' }, scope);
    expect(physicalId).toBe('users');
    await tableType.delete('users', plainTable, scope);
    expect(await made.send('ListTables', {})).toEqual({ TableNames: [] });
  });
});

describe('AWS::DynamoDB::GlobalTable', () => {
  const replica = { Region: 'us-east-1', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };

  test('with one replica here is a table', async () => {
    const made = world();
    const properties = { ...plainTable, Replicas: [replica] };
    const resource = await globalTableType.create(properties, scopeOf(made));
    expect(resource.attributes).toMatchObject({ Arn: ResourceArn });
    expect(await made.send('DescribeContinuousBackups', { TableName })).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
    });
  });

  test.each([
    [[replica, { Region: 'eu-west-1' }], 'Replicas outside us-east-1'],
    [[{ ...replica, KinesisStreamSpecification: {} }], 'Replicas.KinesisStreamSpecification'],
  ])('with %j is not implemented, by name', async (Replicas, what) => {
    const create = globalTableType.create({ ...plainTable, Replicas }, scopeOf(world()));
    await expect(create).rejects.toThrow(what);
  });
});
