import { expect, test } from '@jest/globals';

import type { Properties, ResourceScope } from '../../../../localstack/engine/service.ts';
import { arnOf, kinesisWorld, type KinesisWorld } from './kinesis-world.ts';

function typeOf({ service, call }: KinesisWorld) {
  const type = service.resources?.['AWS::Kinesis::Stream'];
  if (!type) throw new Error('AWS::Kinesis::Stream is not there');
  const scope: ResourceScope = {
    stackName: 'EventLog',
    logicalId: 'Listens',
    accountId: '000000000000',
    region: 'us-east-1',
    generateName: (lengthMax) => 'EventLog-Listens-abc'.slice(0, lengthMax),
    call,
    assetPath: () => undefined,
  };
  return { type, scope };
}

async function summaryOf({ call }: KinesisWorld, StreamName: string): Promise<unknown> {
  return (await call('kinesis', 'DescribeStreamSummary', { StreamName }))['StreamDescriptionSummary'];
}

const made: Properties = {
  Name: 'listens',
  ShardCount: '2',
  RetentionPeriodHours: 48,
  StreamModeDetails: { StreamMode: 'PROVISIONED' },
  StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
  Tags: [{ Key: 'stage', Value: 'dev' }],
};

test('a stream of the template is made with all its properties', async () => {
  const world = kinesisWorld();
  const { type, scope } = typeOf(world);

  const resource = await type.create(made, scope);

  expect(resource).toEqual({ physicalId: 'listens', attributes: { Arn: arnOf('listens') } });
  expect(await summaryOf(world, 'listens')).toMatchObject({
    OpenShardCount: 2,
    RetentionPeriodHours: 48,
    EncryptionType: 'KMS',
    KeyId: 'alias/aws/kinesis',
  });
  expect(await world.call('kinesis', 'ListTagsForStream', { StreamName: 'listens' })).toMatchObject({
    Tags: [{ Key: 'stage', Value: 'dev' }],
  });
});

test('a stream without a name or anything else gets a generated name and one shard', async () => {
  const world = kinesisWorld();
  const { type, scope } = typeOf(world);

  const { physicalId } = await type.create({}, scope);

  expect(physicalId).toBe('EventLog-Listens-abc');
  expect(await summaryOf(world, physicalId)).toMatchObject({ OpenShardCount: 1, RetentionPeriodHours: 24 });
});

test('every change but that of the name is made in place and keeps the records', async () => {
  const world = kinesisWorld();
  const { type, scope } = typeOf(world);
  await type.create(made, scope);
  await world.put('listens', ['a'], 'a');
  const changed: Properties = {
    Name: 'listens',
    ShardCount: 3,
    RetentionPeriodHours: 24,
    MaxRecordSizeInKiB: 2048,
    Tags: [{ Key: 'owner', Value: 'us' }],
  };

  const answer = await type.update('listens', changed, made, scope);

  expect(answer).toMatchObject({ physicalId: 'listens' });
  expect(await summaryOf(world, 'listens')).toMatchObject({
    OpenShardCount: 3,
    RetentionPeriodHours: 24,
    EncryptionType: 'NONE',
    MaxRecordSizeInKiB: 2048,
  });
  expect(await world.call('kinesis', 'ListTagsForStream', { StreamName: 'listens' })).toMatchObject({
    Tags: [{ Key: 'owner', Value: 'us' }],
  });
  expect(await world.texts('listens')).toEqual(['a']);
  const onDemand = { ...changed, StreamModeDetails: { StreamMode: 'ON_DEMAND' }, ShardCount: undefined };
  await type.update('listens', onDemand, changed, scope);
  expect(await summaryOf(world, 'listens')).toMatchObject({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
  expect(await type.update('listens', { ...changed, Name: 'other' }, changed, scope)).toBe('replace');
});

test('making a stream waits until it is ACTIVE', async () => {
  const world = kinesisWorld({ statusDelayMs: 500 });
  const { type, scope } = typeOf(world);
  let isMade = false;

  const making = type.create(made, scope).then(() => (isMade = true));
  await world.engine.clock.advance(400);
  expect(isMade).toBe(false);
  await world.engine.clock.advance(2000);
  await making;

  expect(await summaryOf(world, 'listens')).toMatchObject({ StreamStatus: 'ACTIVE' });
});

test('a stream is deleted, and one that is gone already is no matter', async () => {
  const world = kinesisWorld();
  const { type, scope } = typeOf(world);
  await type.create(made, scope);

  await type.delete('listens', made, scope);
  await type.delete('listens', made, scope);

  expect(await world.call('kinesis', 'ListStreams', {})).toMatchObject({ StreamNames: [] });
});
