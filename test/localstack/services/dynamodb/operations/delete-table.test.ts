import { expect, test } from '@jest/globals';

import { play, playsTable, songIndex, worldWithPlays } from '../world.ts';

const TableName = 'plays';

test('a deleted table is gone with its items, and its name is free again', async () => {
  const { send } = await worldWithPlays(songIndex());
  await send('PutItem', { TableName, Item: play('ann', 1, { song: { S: 'one' } }) });

  expect(await send('DeleteTable', { TableName })).toMatchObject({ TableDescription: { TableStatus: 'DELETING' } });

  await expect(send('DescribeTable', { TableName })).rejects.toThrow(
    'Requested resource not found: Table: plays not found',
  );
  await send('CreateTable', playsTable(songIndex()));
  expect((await send('Scan', { TableName })).Count).toBe(0);
});

test('a protected table stays', async () => {
  const { send } = await worldWithPlays({ DeletionProtectionEnabled: true });
  await expect(send('DeleteTable', { TableName })).rejects.toMatchObject({ code: 'ValidationException' });
  await send('UpdateTable', { TableName, DeletionProtectionEnabled: false });
  await expect(send('DeleteTable', { TableName })).resolves.toBeDefined();
});
