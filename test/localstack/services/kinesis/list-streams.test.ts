import { CreateStreamCommand, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('streams come in the order of their names, a page at a time', async () => {
  const { client } = kinesisWorld();
  for (const StreamName of ['c', 'a', 'b']) await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));

  const first = await client.send(new ListStreamsCommand({ Limit: 2 }));
  const byToken = await client.send(new ListStreamsCommand({ Limit: 2, NextToken: first.NextToken }));
  const byName = await client.send(new ListStreamsCommand({ ExclusiveStartStreamName: 'a' }));

  expect([first.StreamNames, first.HasMoreStreams]).toEqual([['a', 'b'], true]);
  expect(first.StreamSummaries?.[0]).toMatchObject({ StreamName: 'a', StreamARN: arnOf('a'), StreamStatus: 'ACTIVE' });
  expect([byToken.StreamNames, byToken.HasMoreStreams, byToken.NextToken]).toEqual([['c'], false, undefined]);
  expect(byName.StreamNames).toEqual(['b', 'c']);
  await expect(client.send(new ListStreamsCommand({ NextToken: 'mangled' }))).rejects.toMatchObject({
    name: 'InvalidArgumentException',
  });
});
