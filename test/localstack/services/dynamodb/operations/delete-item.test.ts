import { expect, test } from '@jest/globals';

import { key, play, worldWithPlays } from '../world.ts';

const TableName = 'plays';
const Key = key('ann', 1);

test('a deleted item is gone, and its last state comes back when asked for', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', { TableName, Item: play('ann', 1, { a: { S: 'x' } }) });
  expect(await send('DeleteItem', { TableName, Key, ReturnValues: 'ALL_OLD' })).toEqual({
    Attributes: play('ann', 1, { a: { S: 'x' } }),
  });
  expect(await send('GetItem', { TableName, Key })).toEqual({});
});

test('deleting what is not there succeeds and costs a unit', async () => {
  const { send } = await worldWithPlays();
  expect(
    await send('DeleteItem', { TableName, Key, ReturnValues: 'ALL_OLD', ReturnConsumedCapacity: 'TOTAL' }),
  ).toEqual({
    ConsumedCapacity: { TableName, CapacityUnits: 1 },
  });
});

test('a condition on an item that is not there sees no attributes', async () => {
  const { send } = await worldWithPlays();
  await expect(
    send('DeleteItem', { TableName, Key, ConditionExpression: 'attribute_exists(listener)' }),
  ).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
});

test('only the old item can be asked for', async () => {
  const { send } = await worldWithPlays();
  await expect(send('DeleteItem', { TableName, Key, ReturnValues: 'ALL_NEW' })).rejects.toThrow(
    'ReturnValues can only be ALL_OLD or NONE',
  );
});
