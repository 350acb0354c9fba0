import {
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeStreamCommand,
  IncreaseStreamRetentionPeriodCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { kinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';

test('the retention period shrinks to a day, and what is older is gone', async () => {
  const { client, engine, put, texts } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 72 }));
  await put(StreamName, ['old']);
  await engine.clock.advance(30 * 3_600_000);
  await put(StreamName, ['new']);
  const decrease = (RetentionPeriodHours: number) =>
    client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));

  await decrease(24);

  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
  expect(StreamDescription?.RetentionPeriodHours).toBe(24);
  expect(await texts(StreamName)).toEqual(['new']);
  await expect(decrease(23)).rejects.toThrow('Minimum allowed retention period is 24 hours.');
  await expect(decrease(48)).rejects.toThrow('can not be longer than existing retention period (24 hours).');
});
