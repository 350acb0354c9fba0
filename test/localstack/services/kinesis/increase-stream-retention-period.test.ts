import {
  CreateStreamCommand,
  DescribeStreamCommand,
  IncreaseStreamRetentionPeriodCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { kinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';

test('the retention period grows up to a year', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const increase = (RetentionPeriodHours: number) =>
    client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));

  await increase(8760);

  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
  expect(StreamDescription?.RetentionPeriodHours).toBe(8760);
  await expect(increase(8761)).rejects.toThrow(
    'Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.',
  );
  await expect(increase(48)).rejects.toThrow(
    'Requested retention period (48 hours) for stream plays can not be shorter than existing retention period ' +
      '(8760 hours). Use DecreaseRetentionPeriod API.',
  );
});
