import { expect, test } from '@jest/globals';

import { world } from '../world.ts';

test('the quotas are those of a new account', async () => {
  const { send } = world();
  expect(await send('DescribeLimits', {})).toEqual({
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  });
});
