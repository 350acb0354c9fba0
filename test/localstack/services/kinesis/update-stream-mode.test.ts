import { CreateStreamCommand, DescribeStreamSummaryCommand, UpdateStreamModeCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('the mode changes and the shards stay', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 2 }));
  const StreamModeDetails = { StreamMode: 'ON_DEMAND' } as const;

  await client.send(new UpdateStreamModeCommand({ StreamARN: arnOf('plays'), StreamModeDetails }));

  const answer = await client.send(new DescribeStreamSummaryCommand({ StreamName: 'plays' }));
  expect(answer.StreamDescriptionSummary).toMatchObject({ StreamModeDetails, OpenShardCount: 2 });
});
