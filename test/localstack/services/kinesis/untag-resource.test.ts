import { CreateStreamCommand, ListTagsForResourceCommand, UntagResourceCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('the stream of an ARN loses tags', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1, Tags: { a: '1', b: '2' } }));

  await client.send(new UntagResourceCommand({ ResourceARN: arnOf('plays'), TagKeys: ['a'] }));

  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: arnOf('plays') }));
  expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
});
