import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('a deleted stream is gone with its records and files, and its name is free', async () => {
  const { client, engine, put, texts } = kinesisWorld();
  const StreamName = 'plays';
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await put(StreamName, ['old']);

  await client.send(new DeleteStreamCommand({ StreamARN: arnOf(StreamName) }));

  await expect(client.send(new DescribeStreamCommand({ StreamName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Stream plays under account 000000000000 not found.',
  });
  expect(readdirSync(join(engine.state.folder, 'kinesis'))).toEqual([]);
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  expect(await texts(StreamName)).toEqual([]);
});

test('a stream is DELETING, and takes no records, until the delay of the cloud has passed', async () => {
  const { client, engine } = kinesisWorld({ statusDelayMs: 500 });
  const StreamName = 'plays';
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await engine.clock.advance(500);

  await client.send(new DeleteStreamCommand({ StreamName }));

  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
  expect(StreamDescription?.StreamStatus).toBe('DELETING');
  const record = { StreamName, PartitionKey: 'k', Data: Buffer.from('a') };
  await expect(client.send(new PutRecordCommand(record))).rejects.toThrow('not found');
  await engine.clock.advance(500);
  await expect(client.send(new DescribeStreamCommand({ StreamName }))).rejects.toThrow('not found');
});

test('a restart in between finishes what was DELETING', async () => {
  const world = kinesisWorld({ statusDelayMs: 500 });
  const StreamName = 'plays';
  await world.client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await world.engine.clock.advance(500);
  await world.client.send(new DeleteStreamCommand({ StreamName }));

  const { client, engine } = await world.restart();
  await engine.clock.advance(500);

  await expect(client.send(new DescribeStreamCommand({ StreamName }))).rejects.toThrow('not found');
});
