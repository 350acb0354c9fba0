import {
  CreateStreamCommand,
  DescribeStreamCommand,
  PutRecordCommand,
  StartStreamEncryptionCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { kinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';

test('records from the start of encryption on say that they are encrypted', async () => {
  const { client, put, iterator, get } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await put(StreamName, ['before']);

  await client.send(
    new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }),
  );

  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
  expect(StreamDescription).toMatchObject({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' });
  const record = { StreamName, PartitionKey: 'k', Data: Buffer.from('after') };
  expect(await client.send(new PutRecordCommand(record))).toMatchObject({ EncryptionType: 'KMS' });
  const { Records = [] } = await get(await iterator(StreamName, 'shardId-000000000000', 'TRIM_HORIZON'));
  expect(Records.map(({ EncryptionType }) => EncryptionType)).toEqual([undefined, 'KMS']);
});
