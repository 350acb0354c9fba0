import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  ListTagsForResourceCommand,
  RegisterStreamConsumerCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

const StreamARN = arnOf('plays');

async function worldWithStream() {
  const world = kinesisWorld();
  await world.client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  const register = (ConsumerName: string, more: object = {}) =>
    world.client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName, ...more }));
  return { ...world, register };
}

test('a registered consumer has an ARN with the second of its creation, and counts in the summary', async () => {
  const { client, register } = await worldWithStream();

  const { Consumer } = await register('reader');

  expect(Consumer).toEqual({
    ConsumerName: 'reader',
    ConsumerARN: `${StreamARN}/consumer/reader:1795176000`,
    ConsumerStatus: 'ACTIVE',
    ConsumerCreationTimestamp: new Date('2026-11-20T12:00:00Z'),
  });
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamARN }));
  expect(StreamDescriptionSummary?.ConsumerCount).toBe(1);
});

test('a name is taken once in a stream', async () => {
  const { register } = await worldWithStream();
  await register('reader');

  await expect(register('reader')).rejects.toMatchObject({ name: 'ResourceInUseException' });
});

test('a stream takes twenty consumers', async () => {
  const { register } = await worldWithStream();
  for (let count = 0; count < 20; count += 1) await register(`reader-${count}`);

  await expect(register('one-more')).rejects.toMatchObject({ name: 'LimitExceededException' });
});

test('an unknown stream takes none', async () => {
  const { client } = kinesisWorld();

  await expect(
    client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'reader' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('tags come with the registration, and come and go later', async () => {
  const { client, register } = await worldWithStream();
  const { Consumer } = await register('reader', { Tags: { a: '1' } });
  const ResourceARN = Consumer?.ConsumerARN ?? '';

  await client.send(new TagResourceCommand({ ResourceARN, Tags: { b: '2' } }));
  await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));

  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
});
