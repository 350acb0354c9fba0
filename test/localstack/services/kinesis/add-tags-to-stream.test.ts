import { AddTagsToStreamCommand, CreateStreamCommand, ListTagsForStreamCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { kinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';

test('tags are added over those that are there', async () => {
  const world = kinesisWorld();
  await world.client.send(new CreateStreamCommand({ StreamName, ShardCount: 1, Tags: { stage: 'dev', owner: 'us' } }));

  await world.client.send(new AddTagsToStreamCommand({ StreamName, Tags: { stage: 'live', cost: 'none' } }));

  const { client } = await world.restart();
  expect((await client.send(new ListTagsForStreamCommand({ StreamName }))).Tags).toEqual([
    { Key: 'cost', Value: 'none' },
    { Key: 'owner', Value: 'us' },
    { Key: 'stage', Value: 'live' },
  ]);
});

test('more than fifty tags, and characters that AWS does not take, are refused', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const add = (Tags: Record<string, string>) => client.send(new AddTagsToStreamCommand({ StreamName, Tags }));

  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, 'x']));
  await expect(add(many)).rejects.toThrow('cannot have more than 50 tags associated with it.');
  await expect(add({ 'a;b': 'x' })).rejects.toThrow('Some tags contain invalid characters.');
});
