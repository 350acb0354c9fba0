import { expect, test } from '@jest/globals';

import { testStartMs } from '../../../../support/in-process.ts';
import { worldWithPlays } from '../world.ts';

const TableName = 'plays';
const set = (PointInTimeRecoveryEnabled: boolean) => ({
  TableName,
  PointInTimeRecoverySpecification: {
    PointInTimeRecoveryEnabled,
    ...(PointInTimeRecoveryEnabled ? { RecoveryPeriodInDays: 7 } : {}),
  },
});
const described = (recovery: object) => ({
  ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription: recovery },
});

test('point-in-time recovery reaches back to when it was turned on, or as many days as it keeps', async () => {
  const { send, clock } = await worldWithPlays();
  await send('UpdateContinuousBackups', set(true));
  await clock.advance(60 * 60 * 1000);
  expect(await send('DescribeContinuousBackups', { TableName })).toEqual(
    described({
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 7,
      EarliestRestorableDateTime: testStartMs / 1000,
      LatestRestorableDateTime: testStartMs / 1000 + 55 * 60,
    }),
  );
  expect(await send('UpdateContinuousBackups', set(false))).toEqual(
    described({ PointInTimeRecoveryStatus: 'DISABLED' }),
  );
});
