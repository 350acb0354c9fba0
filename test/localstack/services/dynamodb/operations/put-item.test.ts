import { describe, expect, test } from '@jest/globals';

import { key, play, songIndex, worldWithPlays } from '../world.ts';

const TableName = 'plays';

test('an item that was put is there, in canonical form', async () => {
  const { send } = await worldWithPlays();

  await send('PutItem', {
    TableName,
    Item: { ...play('ann', 1), n: { N: '1.50' }, m: { M: { deep: { L: [{ N: '007' }] } } } },
  });

  const { Item } = await send('GetItem', { TableName, Key: { listener: { S: 'ann' }, played: { N: '1.0' } } });
  expect(Item).toEqual({ ...key('ann', 1), n: { N: '1.5' }, m: { M: { deep: { L: [{ N: '7' }] } } } });
});

test('a put replaces the whole item, and gives back the old one when asked', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', { TableName, Item: play('ann', 1, { a: { S: 'old' } }) });

  const answer = await send('PutItem', {
    TableName,
    Item: play('ann', 1, { b: { S: 'new' } }),
    ReturnValues: 'ALL_OLD',
  });

  expect(answer).toEqual({ Attributes: play('ann', 1, { a: { S: 'old' } }) });
  expect((await send('GetItem', { TableName, Key: key('ann', 1) })).Item).toEqual(play('ann', 1, { b: { S: 'new' } }));
});

test('a put whose condition is not met changes nothing and shows the item when asked', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', { TableName, Item: play('ann', 1) });
  const put = {
    TableName,
    Item: play('ann', 1, { b: { S: 'new' } }),
    ConditionExpression: 'attribute_not_exists(listener)',
  };

  await expect(send('PutItem', { ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
    code: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    members: { Item: key('ann', 1) },
  });
  await expect(send('PutItem', put)).rejects.toMatchObject({ members: {} });
  expect((await send('GetItem', { TableName, Key: key('ann', 1) })).Item).toEqual(key('ann', 1));
});

describe('a put is refused', () => {
  test.each([
    [{ played: { N: '1' } }, 'One or more parameter values were invalid: Missing the key listener in the item'],
    [
      { listener: { N: '1' }, played: { N: '1' } },
      'One or more parameter values were invalid: Type mismatch for key listener expected: S actual: N',
    ],
    [
      { listener: { S: '' }, played: { N: '1' } },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: listener',
    ],
    [
      play('x'.repeat(2049), 1),
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    ],
    [
      play('ann', 1, { song: { N: '1' } }),
      'One or more parameter values were invalid: Type mismatch for Index Key song Expected: S Actual: N IndexName: bySong',
    ],
    [play('ann', 1, { a: { S: 'x'.repeat(400 * 1024) } }), 'Item size has exceeded the maximum allowed size'],
    [play('ann', 1, { a: { SS: [] } }), 'One or more parameter values were invalid: An string set  may not be empty'],
  ])('%#: %s', async (Item, message) => {
    const { send } = await worldWithPlays(songIndex());
    await expect(send('PutItem', { TableName, Item })).rejects.toMatchObject({ code: 'ValidationException', message });
  });

  test('into a table that is not there', async () => {
    const { send } = await worldWithPlays();
    await expect(send('PutItem', { TableName: 'other', Item: key('ann', 1) })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });

  test.each(['Expected', 'ConditionalOperator'])('with the legacy parameter %s, by name', async (name) => {
    const { send } = await worldWithPlays();
    await expect(send('PutItem', { TableName, Item: key('ann', 1), [name]: {} })).rejects.toMatchObject({
      code: 'NotImplemented',
      message: expect.stringContaining(`dynamodb.PutItem.${name}`),
    });
  });
});

test('an item of exactly 400 KB fits', async () => {
  const { send } = await worldWithPlays();
  const overhead = 'listener'.length + 'ann'.length + 'played'.length + 2 + 'a'.length;
  const Item = play('ann', 1, { a: { S: 'x'.repeat(400 * 1024 - overhead) } });
  await expect(send('PutItem', { TableName, Item })).resolves.toEqual({});
  Item['a'] = { S: `${'x'.repeat(400 * 1024 - overhead)}y` };
  await expect(send('PutItem', { TableName, Item })).rejects.toThrow('Item size has exceeded the maximum allowed size');
});

describe('a put consumes', () => {
  const kilobytes = (count: number) => ({ text: { S: 'x'.repeat(count * 1024 - 100) } });
  const consumed = { TableName, ReturnConsumedCapacity: 'INDEXES' };

  test('one unit for each KB of the larger of the items before and after', async () => {
    const { send } = await worldWithPlays();
    const big = await send('PutItem', { ...consumed, Item: play('ann', 1, kilobytes(3)) });
    expect(big['ConsumedCapacity']).toEqual({ TableName, CapacityUnits: 3, Table: { CapacityUnits: 3 } });
    const small = await send('PutItem', { ...consumed, Item: play('ann', 1), ReturnConsumedCapacity: 'TOTAL' });
    expect(small['ConsumedCapacity']).toEqual({ TableName, CapacityUnits: 3 });
  });

  test('as much for a condition that is not met, on the meter', async () => {
    const { send, service } = await worldWithPlays();
    await send('PutItem', { TableName, Item: play('ann', 1, kilobytes(3)) });
    const put = { TableName, Item: play('ann', 1), ConditionExpression: 'attribute_not_exists(listener)' };
    await expect(send('PutItem', put)).rejects.toThrow('The conditional request failed');
    expect(service.consumedUnits()).toEqual({ plays: { readUnits: 0, writeUnits: 6 } });
  });

  test('one unit and more in each index it touches, and none in those it does not', async () => {
    const { send } = await worldWithPlays(songIndex({ ProjectionType: 'KEYS_ONLY' }));
    const indexUnits = async (attributes: object) => {
      const answer = await send('PutItem', { ...consumed, Item: play('ann', 1, attributes as never) });
      return (answer['ConsumedCapacity'] as { GlobalSecondaryIndexes?: object }).GlobalSecondaryIndexes;
    };
    const units = (CapacityUnits: number) => ({ bySong: { CapacityUnits } });

    expect(await indexUnits({ a: { S: 'sparse' } })).toBeUndefined();
    expect(await indexUnits({ song: { S: 'one' } })).toEqual(units(1));
    expect(await indexUnits({ song: { S: 'one' }, ...kilobytes(3) })).toBeUndefined();
    expect(await indexUnits({ song: { S: 'two' } })).toEqual(units(2));
    expect(await indexUnits({})).toEqual(units(1));
  });
});
