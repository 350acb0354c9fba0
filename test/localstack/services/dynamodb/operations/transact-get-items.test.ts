import { expect, test } from '@jest/globals';

import { key, play, worldWithPlays } from '../world.ts';

test('a transaction reads items in the order asked for, at two units for each 4 KB', async () => {
  const { send } = await worldWithPlays();
  await send('PutItem', { TableName: 'plays', Item: play('ann', 1, { a: { S: 'x'.repeat(5000) }, b: { S: 'y' } }) });
  const answer = await send('TransactGetItems', {
    TransactItems: [
      { Get: { TableName: 'plays', Key: key('ann', 2) } },
      { Get: { TableName: 'plays', Key: key('ann', 1), ProjectionExpression: 'b' } },
    ],
    ReturnConsumedCapacity: 'TOTAL',
  });
  expect(answer).toEqual({
    Responses: [{}, { Item: { b: { S: 'y' } } }],
    ConsumedCapacity: [{ TableName: 'plays', CapacityUnits: 6, ReadCapacityUnits: 6 }],
  });
});
