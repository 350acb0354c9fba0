import { describe, expect, test } from '@jest/globals';

import { key, play, worldWithPlays } from '../world.ts';

const TableName = 'plays';
const put = (at: number, more: object = {}) => ({ Put: { TableName, Item: play('ann', at), ...more } });
const absent = { ConditionExpression: 'attribute_not_exists(listener)' };

test('all four kinds of action are done together, at twice the price', async () => {
  const { send } = await worldWithPlays();
  await send('BatchWriteItem', {
    RequestItems: { plays: [2, 3, 4].map((at) => ({ PutRequest: { Item: play('ann', at) } })) },
  });

  const answer = await send('TransactWriteItems', {
    TransactItems: [
      put(1),
      {
        Update: {
          TableName,
          Key: key('ann', 2),
          UpdateExpression: 'SET a = :a',
          ExpressionAttributeValues: { ':a': { S: 'x' } },
        },
      },
      { Delete: { TableName, Key: key('ann', 3) } },
      { ConditionCheck: { TableName, Key: key('ann', 4), ConditionExpression: 'attribute_exists(listener)' } },
    ],
    ReturnConsumedCapacity: 'TOTAL',
  });

  expect(answer).toEqual({ ConsumedCapacity: [{ TableName, CapacityUnits: 8, WriteCapacityUnits: 8 }] });
  const { Items } = await send('Query', {
    TableName,
    KeyConditionExpression: 'listener = :who',
    ExpressionAttributeValues: { ':who': { S: 'ann' } },
  });
  expect(Items).toEqual([play('ann', 1), play('ann', 2, { a: { S: 'x' } }), play('ann', 4)]);
});

test('one condition that is not met cancels all, and each action gets its reason', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', { TableName, Item: play('ann', 2) });
  const TransactItems = [
    put(1, absent),
    put(2, { ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    { Update: { TableName, Key: key('ann', 3), UpdateExpression: 'SET a = b' } },
  ];

  await expect(send('TransactWriteItems', { TransactItems })).rejects.toMatchObject({
    code: 'TransactionCanceledException',
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]',
    members: {
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: key('ann', 2) },
        {
          Code: 'ValidationError',
          Message: 'The provided expression refers to an attribute that does not exist in the item',
        },
      ],
    },
  });
  expect((await send('Scan', { TableName })).Count).toBe(1);
});

describe('a client token', () => {
  const request = {
    TransactItems: [
      {
        Update: {
          TableName,
          Key: key('ann', 1),
          UpdateExpression: 'ADD heard :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
    ClientRequestToken: 'token-1',
    ReturnConsumedCapacity: 'TOTAL',
  };
  const heard = { TableName, Key: key('ann', 1), ProjectionExpression: 'heard' };

  test('makes a repeated transaction a read, for ten minutes', async () => {
    const { send, clock } = await worldWithPlays();
    await send('TransactWriteItems', request);
    await clock.advance(10 * 60 * 1000);
    const again = await send('TransactWriteItems', request);
    expect(again['ConsumedCapacity']).toEqual([{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
    expect((await send('GetItem', heard)).Item).toEqual({ heard: { N: '1' } });

    await clock.advance(1);
    await send('TransactWriteItems', request);
    expect((await send('GetItem', heard)).Item).toEqual({ heard: { N: '2' } });
  });

  test('belongs to one request', async () => {
    const { send } = await worldWithPlays();
    await send('TransactWriteItems', request);
    await expect(send('TransactWriteItems', { ...request, TransactItems: [put(1)] })).rejects.toMatchObject({
      code: 'IdempotentParameterMismatchException',
    });
  });
});

describe('a transaction is refused', () => {
  test.each([
    [
      [put(1), { Delete: { TableName, Key: key('ann', 1) } }],
      'Transaction request cannot include multiple operations on one item',
    ],
    [[{}], 'TransactItems can only contain one of Check, Put, Update or Delete'],
    [
      [{ ...put(1), Delete: { TableName, Key: key('ann', 2) } }],
      'TransactItems can only contain one of Check, Put, Update or Delete',
    ],
    [Array.from({ length: 101 }, (_, at) => put(at)), 'Member must have length less than or equal to 100'],
    [
      Array.from({ length: 11 }, (_, at) => ({
        Put: { TableName, Item: play('ann', at, { text: { S: 'x'.repeat(399_000) } }) },
      })),
      'Transaction request size cannot exceed 4 MB',
    ],
  ])('%#', async (TransactItems, message) => {
    const { send } = await worldWithPlays();
    await expect(send('TransactWriteItems', { TransactItems })).rejects.toThrow(message);
    expect((await send('Scan', { TableName })).Count).toBe(0);
  });
});
