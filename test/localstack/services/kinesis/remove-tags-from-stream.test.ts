import { CreateStreamCommand, ListTagsForStreamCommand, RemoveTagsFromStreamCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { kinesisWorld } from './kinesis-world.ts';

test('the named tags are gone and the others stay', async () => {
  const { client } = kinesisWorld();
  const StreamName = 'plays';
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1, Tags: { a: '1', b: '2' } }));

  await client.send(new RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['a', 'never there'] }));

  const { Tags } = await client.send(new ListTagsForStreamCommand({ StreamName }));
  expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
});
