import { expect, test } from '@jest/globals';

import { worldWithPlays } from '../world.ts';

const TableName = 'plays';
const set = (AttributeName: string, Enabled: boolean) => ({
  TableName,
  TimeToLiveSpecification: { AttributeName, Enabled },
});

test('expiry is on by one attribute at a time', async () => {
  const { send } = await worldWithPlays();

  await expect(send('UpdateTimeToLive', set('expires', false))).rejects.toThrow('TimeToLive is already disabled');
  expect(await send('UpdateTimeToLive', set('expires', true))).toEqual({
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  });
  await expect(send('UpdateTimeToLive', set('expires', true))).rejects.toThrow('TimeToLive is already enabled');
  await expect(send('UpdateTimeToLive', set('another', true))).rejects.toThrow(
    'TimeToLive is active on a different AttributeName: current AttributeName is expires',
  );
  await send('UpdateTimeToLive', set('expires', false));
  await expect(send('UpdateTimeToLive', set('another', true))).resolves.toBeDefined();
});
