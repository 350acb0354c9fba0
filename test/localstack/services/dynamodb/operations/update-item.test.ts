import { describe, expect, test } from '@jest/globals';

import { key, play, songIndex, worldWithPlays } from '../world.ts';

const TableName = 'plays';
const Key = key('ann', 1);

test('an update of an item that is not there begins with its key', async () => {
  const { send } = await worldWithPlays();
  const answer = await send('UpdateItem', {
    TableName,
    Key,
    UpdateExpression: 'ADD heard :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValues: 'ALL_NEW',
  });
  expect(answer).toEqual({ Attributes: play('ann', 1, { heard: { N: '1' } }) });
});

test('an update without an expression stores the key', async () => {
  const { send } = await worldWithPlays();
  await send('UpdateItem', { TableName, Key });
  expect((await send('GetItem', { TableName, Key })).Item).toEqual(Key);
});

describe('the answer holds', () => {
  const before = play('ann', 1, { a: { S: 'old' }, m: { M: { x: { N: '1' }, y: { N: '2' } } }, still: { N: '0' } });
  const after = play('ann', 1, { a: { S: 'new' }, m: { M: { x: { N: '1' }, y: { N: '3' } } }, still: { N: '0' } });

  test.each([
    ['NONE', {}],
    ['ALL_OLD', { Attributes: before }],
    ['ALL_NEW', { Attributes: after }],
    ['UPDATED_OLD', { Attributes: { a: { S: 'old' }, m: { M: { y: { N: '2' } } } } }],
    ['UPDATED_NEW', { Attributes: { a: { S: 'new' }, m: { M: { y: { N: '3' } } } } }],
  ])('for %s: %j', async (ReturnValues, answer) => {
    const { send } = await worldWithPlays();
    await send('PutItem', { TableName, Item: before });
    const update = {
      TableName,
      Key,
      UpdateExpression: 'SET a = :new, m.y = m.y + :one',
      ExpressionAttributeValues: { ':new': { S: 'new' }, ':one': { N: '1' } },
    };
    expect(await send('UpdateItem', { ...update, ReturnValues })).toEqual(answer);
  });
});

test('a failed condition shows the item and leaves it', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', { TableName, Item: play('ann', 1, { version: { N: '7' } }) });
  const update = {
    TableName,
    Key,
    UpdateExpression: 'SET version = :next',
    ConditionExpression: 'version = :seen',
    ExpressionAttributeValues: { ':next': { N: '7' }, ':seen': { N: '6' } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  await expect(send('UpdateItem', update)).rejects.toMatchObject({
    code: 'ConditionalCheckFailedException',
    members: { Item: play('ann', 1, { version: { N: '7' } }) },
  });
});

test('a binary set grows by union, costs by its size, and is the same bytes in every writing', async () => {
  const { send } = await worldWithPlays();
  const element = (n: number) => Buffer.alloc(24, n).toString('base64');
  const add = (...numbers: number[]) =>
    send('UpdateItem', {
      TableName,
      Key,
      UpdateExpression: 'ADD e :e',
      ExpressionAttributeValues: { ':e': { BS: numbers.map(element) } },
      ReturnConsumedCapacity: 'TOTAL',
    });
  const numbers = Array.from({ length: 50 }, (_, n) => n);

  await add(...numbers);
  const again = await add(49, 50);

  expect(again['ConsumedCapacity']).toEqual({ TableName, CapacityUnits: 2 });
  const { Item } = await send('GetItem', { TableName, Key });
  expect(Item?.['e']).toEqual({ BS: [...numbers, 50].map(element) });
});

describe('an update is refused', () => {
  test.each([
    [
      'SET listener = :v',
      'One or more parameter values were invalid: Cannot update attribute listener. This attribute is part of the key',
    ],
    [
      'REMOVE played',
      'One or more parameter values were invalid: Cannot update attribute played. This attribute is part of the key',
    ],
    ['SET song = :n', 'The update expression attempted to update the secondary index key to unsupported type'],
    ['SET pad = :v', 'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: pad'],
    ['SET a = :big', 'Item size to update has exceeded the maximum allowed size'],
  ])('%s', async (UpdateExpression, message) => {
    const { send } = await worldWithPlays(songIndex());
    const [, label = ''] = /(:\w+)/.exec(UpdateExpression) ?? [];
    const all = { ':v': { S: 'x' }, ':n': { N: '1' }, ':big': { S: 'x'.repeat(400 * 1024) } };
    const values = label ? { ExpressionAttributeValues: { [label]: all[label as ':v'] } } : {};
    await expect(send('UpdateItem', { TableName, Key, UpdateExpression, ...values })).rejects.toMatchObject({
      code: 'ValidationException',
      message,
    });
  });

  test('with AttributeUpdates, by name', async () => {
    const { send } = await worldWithPlays();
    await expect(send('UpdateItem', { TableName, Key, AttributeUpdates: {} })).rejects.toMatchObject({
      code: 'NotImplemented',
      message: expect.stringContaining('AttributeUpdates'),
    });
  });
});

test('64 writers that add 40 times each reach exactly 2,560', async () => {
  const { send } = await worldWithPlays();
  const add = () =>
    send('UpdateItem', {
      TableName,
      Key,
      UpdateExpression: 'ADD heard :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });

  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (let round = 0; round < 40; round++) await add();
    }),
  );

  expect((await send('GetItem', { TableName, Key })).Item?.['heard']).toEqual({ N: '2560' });
});

test('of 16 writers that put the same absent item, exactly one succeeds, 50 times', async () => {
  const { send } = await worldWithPlays();
  for (let round = 0; round < 50; round++) {
    const put = { TableName, Item: key('ann', round), ConditionExpression: 'attribute_not_exists(listener)' };
    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => send('PutItem', put)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }
});
