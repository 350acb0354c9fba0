import {
  CreateStreamCommand,
  DescribeStreamCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { kinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';
const encryption = { StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;

test('a stream whose encryption was stopped names no key', async () => {
  const { client } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await client.send(new StartStreamEncryptionCommand(encryption));

  await client.send(new StopStreamEncryptionCommand(encryption));

  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
  expect([StreamDescription?.EncryptionType, StreamDescription?.KeyId]).toEqual(['NONE', undefined]);
});
