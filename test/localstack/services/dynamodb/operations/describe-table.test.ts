import { expect, test } from '@jest/globals';

import { key, play, worldWithPlays } from '../world.ts';

const TableName = 'plays';

test('number and size of the items follow every change', async () => {
  const { send } = await worldWithPlays();
  const count = async () => {
    const { ItemCount, TableSizeBytes } = (await send('DescribeTable', { TableName }))['Table'] as Record<
      string,
      number
    >;
    return [ItemCount, TableSizeBytes];
  };
  const sizeBytes = 'listener'.length + 'ann'.length + 'played'.length + 2;

  expect(await count()).toEqual([0, 0]);
  await send('PutItem', { TableName, Item: play('ann', 1) });
  expect(await count()).toEqual([1, sizeBytes]);
  await send('PutItem', { TableName, Item: play('ann', 1, { a: { S: 'four' } }) });
  expect(await count()).toEqual([1, sizeBytes + 5]);
  await send('DeleteItem', { TableName, Key: key('ann', 1) });
  expect(await count()).toEqual([0, 0]);
});

test('a table that is not there is named', async () => {
  const { send } = await worldWithPlays();
  await expect(send('DescribeTable', { TableName: 'other' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: other not found',
  });
});
