import { describe, expect, test } from '@jest/globals';

import { key, play, playsTable, songIndex, type World, world, worldWithPlays } from '../world.ts';

const TableName = 'plays';
const { AttributeDefinitions, GlobalSecondaryIndexes } = songIndex() as {
  AttributeDefinitions: object[];
  GlobalSecondaryIndexes: object[];
};
const addIndex = {
  TableName,
  AttributeDefinitions,
  GlobalSecondaryIndexUpdates: [{ Create: GlobalSecondaryIndexes[0] }],
};
const bySong = {
  TableName,
  IndexName: 'bySong',
  KeyConditionExpression: 'song = :song',
  ExpressionAttributeValues: { ':song': { S: 'one' } },
};

async function describeTable({ send }: World) {
  return (await send('DescribeTable', { TableName }))['Table'] as Record<string, unknown>;
}

test('an index that is added holds the items that were there, and those to come', async () => {
  const made = await worldWithPlays();
  await made.send('PutItem', { TableName, Item: play('ann', 1, { song: { S: 'one' } }) });
  await made.send('PutItem', { TableName, Item: play('ann', 2) });

  await made.send('UpdateTable', addIndex);
  await made.send('PutItem', { TableName, Item: play('bob', 3, { song: { S: 'one' } }) });

  expect((await made.send('Query', bySong)).Count).toBe(2);
  expect(await describeTable(made)).toMatchObject({ ItemCount: 3, GlobalSecondaryIndexes: [{ ItemCount: 2 }] });
});

test('items that have another type where the new index has its key stay out of it', async () => {
  const made = await worldWithPlays();
  await made.send('PutItem', { TableName, Item: play('ann', 1, { song: { N: '1' } }) });
  await made.send('PutItem', { TableName, Item: play('ann', 2, { song: { S: '' } }) });

  await made.send('UpdateTable', addIndex);

  expect((await made.send('Scan', { TableName, IndexName: 'bySong' })).Count).toBe(0);
  await made.send('DeleteItem', { TableName, Key: key('ann', 1) });
  expect(await describeTable(made)).toMatchObject({ ItemCount: 1 });
});

test('an index that is removed takes its attribute definition along, and no items', async () => {
  const made = await worldWithPlays(songIndex());
  await made.send('PutItem', { TableName, Item: play('ann', 1, { song: { S: 'one' } }) });

  await made.send('UpdateTable', { TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'bySong' } }] });

  await expect(made.send('Query', bySong)).rejects.toThrow('The table does not have the specified index: bySong');
  const table = await describeTable(made);
  expect(table).not.toHaveProperty('GlobalSecondaryIndexes');
  expect(table['AttributeDefinitions']).toHaveLength(2);
  expect((await made.send('GetItem', { TableName, Key: key('ann', 1) })).Item).toBeDefined();
});

test('billing, deletion protection and encryption change in place', async () => {
  const made = world();
  const provisioned = {
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
  };
  await made.send('CreateTable', playsTable(provisioned));
  expect(await describeTable(made)).toMatchObject({
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
  });

  await made.send('UpdateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    SSESpecification: { Enabled: true, KMSMasterKeyId: 'key-1' },
  });

  expect(await describeTable(made)).toMatchObject({
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    DeletionProtectionEnabled: true,
    SSEDescription: { KMSMasterKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/key-1' },
  });
});

describe('an update is refused', () => {
  test.each([
    [
      { ...addIndex, AttributeDefinitions: [] },
      'Some index key attributes are not defined in AttributeDefinitions. Keys: [song]',
    ],
    [
      { TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'other' } }] },
      'The table does not have the specified index: other',
    ],
    [
      {
        ...addIndex,
        GlobalSecondaryIndexUpdates: [...addIndex.GlobalSecondaryIndexUpdates, ...addIndex.GlobalSecondaryIndexUpdates],
      },
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    ],
    [{ TableName, BillingMode: 'PROVISIONED' }, 'ReadCapacityUnits and WriteCapacityUnits must both be specified'],
    [
      { TableName, StreamSpecification: { StreamEnabled: true } },
      'One or more parameter values were invalid: StreamViewType must be specified when StreamEnabled is true',
    ],
    [
      { TableName, StreamSpecification: { StreamEnabled: false } },
      'Table does not have a stream to disable: TableName: plays',
    ],
    [{ TableName, ReplicaUpdates: [] }, 'dynamodb.UpdateTable.ReplicaUpdates is not implemented'],
  ])('%#: %s', async (input, message) => {
    const { send } = await worldWithPlays();
    await expect(send('UpdateTable', input)).rejects.toThrow(message);
  });
});
