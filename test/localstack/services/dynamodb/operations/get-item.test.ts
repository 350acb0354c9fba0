import { expect, test } from '@jest/globals';

import { key, play, worldWithPlays } from '../world.ts';

const TableName = 'plays';

test('an item that is not there is no Item in the answer', async () => {
  const { send } = await worldWithPlays();
  expect(await send('GetItem', { TableName, Key: key('ann', 1) })).toEqual({});
});

test('a projection shows the named attributes only', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', {
    TableName,
    Item: play('ann', 1, { a: { S: 'x' }, m: { M: { p: { N: '1' }, q: { N: '2' } } } }),
  });
  const answer = await send('GetItem', {
    TableName,
    Key: key('ann', 1),
    ProjectionExpression: 'm.p, #who',
    ExpressionAttributeNames: { '#who': 'listener' },
  });
  expect(answer.Item).toEqual({ m: { M: { p: { N: '1' } } }, listener: { S: 'ann' } });
});

test('a table may be named by its ARN', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', { TableName, Item: key('ann', 1) });
  const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/plays';
  expect((await send('GetItem', { TableName: arn, Key: key('ann', 1) })).Item).toEqual(key('ann', 1));
});

test.each([
  [{ listener: { S: 'ann' } }],
  [{ ...key('ann', 1), more: { S: 'x' } }],
  [{ listener: { S: 'ann' }, played: { S: '1' } }],
  [{ listener: { S: 'ann' }, other: { N: '1' } }],
])('%j is no key of the table', async (Key) => {
  const { send } = await worldWithPlays();
  await expect(send('GetItem', { TableName, Key })).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'The provided key element does not match the schema',
  });
});

test.each([
  [false, 0, 0.5],
  [true, 0, 1],
  [false, 4, 0.5],
  [false, 5, 1],
  [true, 9, 3],
])('with ConsistentRead %s, an item of %i KB costs %f units', async (ConsistentRead, kilobytes, CapacityUnits) => {
  const { send } = await worldWithPlays();
  if (kilobytes > 0) {
    await send('PutItem', { TableName, Item: play('ann', 1, { text: { S: 'x'.repeat(kilobytes * 1024 - 100) } }) });
  }
  const answer = await send('GetItem', {
    TableName,
    Key: key('ann', 1),
    ConsistentRead,
    ReturnConsumedCapacity: 'TOTAL',
  });
  expect(answer['ConsumedCapacity']).toEqual({ TableName, CapacityUnits });
});
