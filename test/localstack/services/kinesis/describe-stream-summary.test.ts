import { CreateStreamCommand, DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('the summary tells everything but the shards', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 2, MaxRecordSizeInKiB: 2048 }));

  const answer = await client.send(new DescribeStreamSummaryCommand({ StreamARN: arnOf('plays') }));

  expect(answer.StreamDescriptionSummary).toEqual({
    StreamName: 'plays',
    StreamARN: arnOf('plays'),
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
    RetentionPeriodHours: 24,
    StreamCreationTimestamp: new Date('2026-11-20T12:00:00Z'),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
    OpenShardCount: 2,
    ConsumerCount: 0,
    MaxRecordSizeInKiB: 2048,
  });
});
