import { describe, expect, test } from '@jest/globals';

import { key, play, worldWithPlays } from '../world.ts';

const keys = (count: number) => Array.from({ length: count }, (_, at) => key('ann', at));

test('a batch reads what is there and leaves out what is not', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', { TableName: 'plays', Item: play('ann', 1, { a: { S: 'x' }, b: { S: 'y' } }) });
  const answer = await send('BatchGetItem', {
    RequestItems: { plays: { Keys: keys(3), ProjectionExpression: 'b', ConsistentRead: true } },
    ReturnConsumedCapacity: 'TOTAL',
  });
  expect(answer).toEqual({
    Responses: { plays: [{ b: { S: 'y' } }] },
    UnprocessedKeys: {},
    ConsumedCapacity: [{ TableName: 'plays', CapacityUnits: 3 }],
  });
});

test('keys beyond 16 MB come back to be asked for again', async () => {
  const { send } = await worldWithPlays();
  for (const each of keys(50)) {
    await send('PutItem', { TableName: 'plays', Item: { ...each, text: { S: 'x'.repeat(399_000) } } });
  }
  const { Responses, UnprocessedKeys } = await send('BatchGetItem', { RequestItems: { plays: { Keys: keys(50) } } });
  const left = (UnprocessedKeys as { plays: { Keys: unknown[] } }).plays.Keys;
  expect((Responses as { plays: unknown[] }).plays).toHaveLength(42);
  expect(left).toEqual(keys(50).slice(42));
});

describe('a batch is refused', () => {
  test.each([
    [{ plays: { Keys: keys(101) } }, 'Too many items requested for the BatchGetItem call'],
    [{ plays: { Keys: [key('ann', 1), key('ann', 1)] } }, 'Provided list of item keys contains duplicates'],
    [{ plays: { Keys: [{ listener: { S: 'ann' } }] } }, 'The provided key element does not match the schema'],
    [
      { plays: { Keys: keys(1), AttributesToGet: ['a'] } },
      'dynamodb.BatchGetItem.RequestItems.AttributesToGet is not implemented',
    ],
  ])('%#: %s', async (RequestItems, message) => {
    const { send } = await worldWithPlays();
    await expect(send('BatchGetItem', { RequestItems })).rejects.toThrow(message);
  });
});
