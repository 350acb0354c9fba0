import { CreateStreamCommand, PutRecordCommand, UpdateMaxRecordSizeCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('a stream takes records up to the size it was given', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  const record = { StreamName: 'plays', PartitionKey: 'k', Data: Buffer.alloc(2_000_000) };
  await expect(client.send(new PutRecordCommand(record))).rejects.toMatchObject({ name: 'ValidationException' });

  await client.send(new UpdateMaxRecordSizeCommand({ StreamARN: arnOf('plays'), MaxRecordSizeInKiB: 2048 }));

  expect(await client.send(new PutRecordCommand(record))).toMatchObject({ ShardId: 'shardId-000000000000' });
  await expect(
    client.send(new UpdateMaxRecordSizeCommand({ StreamARN: arnOf('plays'), MaxRecordSizeInKiB: 1 })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});
