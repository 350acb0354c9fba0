import { describe, expect, test } from '@jest/globals';

import { playsTable, songIndex, world } from '../world.ts';

test('a new table is active, empty and described as it was asked for', async () => {
  const { send } = world();
  const answer = await send(
    'CreateTable',
    playsTable({ ...songIndex(), DeletionProtectionEnabled: true, TableClass: 'STANDARD_INFREQUENT_ACCESS' }),
  );
  expect(answer['TableDescription']).toMatchObject({
    TableName: 'plays',
    TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/plays',
    TableStatus: 'ACTIVE',
    CreationDateTime: Date.UTC(2026, 10, 20, 12) / 1000,
    ItemCount: 0,
    TableSizeBytes: 0,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
    DeletionProtectionEnabled: true,
    GlobalSecondaryIndexes: [
      {
        IndexName: 'bySong',
        IndexArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/plays/index/bySong',
        IndexStatus: 'ACTIVE',
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  expect(await send('DescribeTable', { TableName: 'plays' })).toEqual({ Table: answer['TableDescription'] });
});

test('a name is taken once', async () => {
  const { send } = world();
  await send('CreateTable', playsTable());
  await expect(send('CreateTable', playsTable())).rejects.toMatchObject({
    code: 'ResourceInUseException',
    message: 'Table already exists: plays',
  });
});

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const element = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
const throughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };

describe('a table is refused', () => {
  test.each([
    [
      { KeySchema: [element('listener', 'RANGE')] },
      'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
    ],
    [
      { KeySchema: [element('listener', 'HASH'), element('played', 'HASH')] },
      'Invalid KeySchema: The second KeySchemaElement is not a RANGE key type',
    ],
    [
      { KeySchema: [element('listener', 'HASH'), element('listener', 'RANGE')] },
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    ],
    [
      { AttributeDefinitions: [attribute('unused')] },
      'One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    ],
    [
      { ...songIndex(), AttributeDefinitions: [] },
      'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [song], AttributeDefinitions: [listener, played]',
    ],
    [
      songIndex({ ProjectionType: 'ALL', NonKeyAttributes: ['a'] }),
      'One or more parameter values were invalid: ProjectionType is ALL, but NonKeyAttributes is specified',
    ],
    [
      { BillingMode: 'PROVISIONED' },
      'One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    ],
    [
      { ProvisionedThroughput: throughput },
      'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    ],
    [
      { TableName: 'ab' },
      "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    ],
    [
      { StreamSpecification: { StreamEnabled: false, StreamViewType: 'NEW_IMAGE' } },
      'One or more parameter values were invalid: StreamViewType cannot be specified when StreamEnabled is false',
    ],
    [{ ResourcePolicy: '{}' }, 'dynamodb.CreateTable.ResourcePolicy is not implemented'],
  ])('%#: %s', async (members, message) => {
    const { send } = world();
    await expect(send('CreateTable', playsTable(members))).rejects.toThrow(message);
  });
});
