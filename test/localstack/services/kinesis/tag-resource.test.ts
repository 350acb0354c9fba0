import { CreateStreamCommand, ListTagsForResourceCommand, TagResourceCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('the stream of an ARN takes tags', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1, Tags: { a: '1' } }));

  await client.send(new TagResourceCommand({ ResourceARN: arnOf('plays'), Tags: { b: '2' } }));

  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: arnOf('plays') }));
  expect(Tags).toEqual([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ]);
});
