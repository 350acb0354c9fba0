import { expect, test } from '@jest/globals';

import { world } from '../world.ts';

test('the quotas are those of a new account, and the endpoint is this cloud', async () => {
  const { send } = world();
  expect(await send('DescribeLimits', {})).toMatchObject({ AccountMaxReadCapacityUnits: 80_000, TableMaxWriteCapacityUnits: 40_000 });
  expect(await send('DescribeEndpoints', {})).toEqual({ Endpoints: [{ Address: '127.0.0.1:4566', CachePeriodInMinutes: 1440 }] });
});
