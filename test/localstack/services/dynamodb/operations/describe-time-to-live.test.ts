import { expect, test } from '@jest/globals';

import { worldWithPlays } from '../world.ts';

test('the attribute that says when items expire is named while it counts', async () => {
  const { send } = await worldWithPlays();
  const TableName = 'plays';
  expect(await send('DescribeTimeToLive', { TableName })).toEqual({
    TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
  });
  await send('UpdateTimeToLive', { TableName, TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } });
  expect(await send('DescribeTimeToLive', { TableName })).toEqual({
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
  });
});
