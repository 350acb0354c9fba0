import { expect, test } from '@jest/globals';

import { worldWithPlays } from '../world.ts';

test('a table has no point-in-time recovery until it is asked for', async () => {
  const { send } = await worldWithPlays();
  expect(await send('DescribeContinuousBackups', { TableName: 'plays' })).toEqual({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  });
  await expect(send('DescribeContinuousBackups', { TableName: 'other' })).rejects.toMatchObject({
    code: 'TableNotFoundException',
    message: 'Table not found: other',
  });
});
