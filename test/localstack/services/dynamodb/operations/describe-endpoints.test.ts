import { expect, test } from '@jest/globals';

import { world } from '../world.ts';

test('the endpoint is this cloud', async () => {
  const { send } = world();
  expect(await send('DescribeEndpoints', {})).toEqual({
    Endpoints: [{ Address: '127.0.0.1:4566', CachePeriodInMinutes: 1440 }],
  });
});
