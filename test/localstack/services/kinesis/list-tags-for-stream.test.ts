import { CreateStreamCommand, ListTagsForStreamCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { kinesisWorld } from './kinesis-world.ts';

test('tags come in the order of their keys, a page at a time', async () => {
  const { client } = kinesisWorld();
  const StreamName = 'plays';
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1, Tags: { c: '3', a: '1', b: '2' } }));
  const page = async (more: object) => {
    const { Tags = [], HasMoreTags } = await client.send(new ListTagsForStreamCommand({ StreamName, ...more }));
    return [Tags.map(({ Key }) => Key).join(''), HasMoreTags];
  };

  expect(await page({ Limit: 2 })).toEqual(['ab', true]);
  expect(await page({ Limit: 2, ExclusiveStartTagKey: 'b' })).toEqual(['c', false]);
});
