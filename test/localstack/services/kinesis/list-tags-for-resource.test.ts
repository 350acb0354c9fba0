import { ListTagsForResourceCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('an ARN of no stream is not found', async () => {
  const { client } = kinesisWorld();

  await expect(client.send(new ListTagsForResourceCommand({ ResourceARN: arnOf('plays') }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Stream plays under account 000000000000 not found.',
  });
});
