import { describe, expect, test } from '@jest/globals';

import { key, play, worldWithPlays } from '../world.ts';

const TableName = 'plays';
const put = (at: number) => ({ PutRequest: { Item: play('ann', at) } });

test('a batch puts and deletes', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', { TableName, Item: play('ann', 99) });
  const answer = await send('BatchWriteItem', {
    RequestItems: {
      plays: [...Array.from({ length: 24 }, (_, at) => put(at)), { DeleteRequest: { Key: key('ann', 99) } }],
    },
    ReturnConsumedCapacity: 'TOTAL',
  });
  expect(answer).toEqual({ UnprocessedItems: {}, ConsumedCapacity: [{ TableName, CapacityUnits: 25 }] });
  expect((await send('Scan', { TableName })).Count).toBe(24);
});

describe('a batch is refused whole', () => {
  test.each([
    [{ plays: Array.from({ length: 26 }, (_, at) => put(at)) }, 'Too many items requested for the BatchWriteItem call'],
    [
      { plays: [put(1), put(2), { DeleteRequest: { Key: key('ann', 1) } }] },
      'Provided list of item keys contains duplicates',
    ],
    [
      { plays: [put(1), { PutRequest: { Item: { listener: { S: 'ann' } } } }] },
      'One or more parameter values were invalid: Missing the key played in the item',
    ],
    [{ plays: [put(1)], other: [put(1)] }, 'Requested resource not found'],
    [
      {},
      "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [{ plays: [{}] }, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
    [{ plays: [{ UpdateRequest: {} }] }, 'dynamodb.BatchWriteItem.RequestItems.UpdateRequest is not implemented'],
  ])('%#: %s', async (RequestItems, message) => {
    const { send } = await worldWithPlays();
    await expect(send('BatchWriteItem', { RequestItems })).rejects.toThrow(message);
    expect((await send('Scan', { TableName })).Count).toBe(0);
  });
});
