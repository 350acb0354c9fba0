import { CreateStreamCommand, DescribeLimitsCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { kinesisWorld } from './kinesis-world.ts';

test('limits count the open shards and the on-demand streams', async () => {
  const { client } = kinesisWorld({ shardsMax: 20 });
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 3 }));
  await client.send(new CreateStreamCommand({ StreamName: 'more', StreamModeDetails: { StreamMode: 'ON_DEMAND' } }));

  expect(await client.send(new DescribeLimitsCommand({}))).toMatchObject({
    ShardLimit: 20,
    OpenShardCount: 7,
    OnDemandStreamCount: 1,
    OnDemandStreamCountLimit: 50,
  });
});
