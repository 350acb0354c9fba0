import { CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { arnOf, kinesisWorld } from './kinesis-world.ts';

test('a consumer of a template is known by its ARN, changes its tags in place, and goes with its stream or without', async () => {
  const { client, service, call } = kinesisWorld();
  await client.send(new CreateStreamCommand({ StreamName: 'plays', ShardCount: 1 }));
  const type = service.resources?.['AWS::Kinesis::StreamConsumer'];
  const scope: ResourceScope = {
    stackName: 'EventLog',
    logicalId: 'Reader',
    accountId: '000000000000',
    region: 'us-east-1',
    generateName: () => 'unused',
    call,
    assetPath: () => undefined,
  };
  const StreamARN = arnOf('plays');
  const before = { StreamARN, ConsumerName: 'reader', Tags: [{ Key: 'a', Value: '1' }] };
  const ConsumerARN = `${StreamARN}/consumer/reader:1795176000`;

  const made = await type?.create(before, scope);
  expect(made).toEqual({
    physicalId: ConsumerARN,
    attributes: {
      ConsumerARN,
      ConsumerCreationTimestamp: '1795176000',
      ConsumerName: 'reader',
      ConsumerStatus: 'ACTIVE',
      StreamARN,
    },
  });

  const after = { ...before, Tags: [{ Key: 'b', Value: '2' }] };
  await type?.update(ConsumerARN, after, before, scope);
  const { Tags } = await call('kinesis', 'ListTagsForResource', { ResourceARN: ConsumerARN });
  expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
  expect(await type?.update(ConsumerARN, { ...after, ConsumerName: 'other' }, after, scope)).toBe('replace');

  await type?.delete(ConsumerARN, after, scope);
  await type?.delete(ConsumerARN, after, scope);
  expect(await call('kinesis', 'ListStreamConsumers', { StreamARN })).toEqual({ Consumers: [] });
});
