/** AWS::Kinesis::Stream. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-stream.html */
import type { Properties, Resource, ResourceScope, ResourceType } from '../../engine/service.ts';
import type { Streams } from './streams.ts';
import type { Tags } from './tags.ts';

/** The properties, with CloudFormation's defaults. Numbers may come as text, as templates allow. */
interface Wanted {
  readonly mode: string;
  /** Undefined: as many as the mode makes, or as many as there are. */
  readonly shardCount: number | undefined;
  readonly retentionHours: number;
  readonly keyId: string | undefined;
  readonly maxRecordKiB: number;
  readonly tags: Tags;
}

const nameLengthMax = 128;

/** Makes streams, and changes everything but the name in place, keeping every record. */
export function streamResource(streams: Streams): ResourceType {
  return {
    properties: [
      'Name',
      'ShardCount',
      'RetentionPeriodHours',
      'StreamModeDetails',
      'StreamEncryption',
      'MaxRecordSizeInKiB',
      'Tags',
    ],
    create: async (properties, scope) => {
      const name = (properties['Name'] as string | undefined) ?? scope.generateName(nameLengthMax);
      const { mode, shardCount, maxRecordKiB, tags } = wantedOf(properties);
      await scope.call('kinesis', 'CreateStream', {
        StreamName: name,
        StreamModeDetails: { StreamMode: mode },
        ...(mode === 'PROVISIONED' && { ShardCount: shardCount ?? 1 }),
        MaxRecordSizeInKiB: maxRecordKiB,
        ...(Object.keys(tags).length > 0 && { Tags: tags }),
      });
      await change(streams, name, properties, scope);
      return resourceOf(streams, name);
    },
    update: async (physicalId, properties, previous, scope) => {
      if (properties['Name'] !== previous['Name']) return 'replace';
      await change(streams, physicalId, properties, scope);
      return resourceOf(streams, physicalId);
    },
    delete: async (physicalId, _properties, scope) => {
      if (!streams.all().some(({ name }) => name === physicalId)) return;
      await scope.call('kinesis', 'DeleteStream', { StreamName: physicalId, EnforceConsumerDeletion: true });
    },
  };
}

function resourceOf(streams: Streams, name: string): Resource {
  return { physicalId: name, attributes: { Arn: streams.arnOf(name) } };
}

function wantedOf(properties: Properties): Wanted {
  const modeDetails = properties['StreamModeDetails'] as { StreamMode?: string } | undefined;
  const encryption = properties['StreamEncryption'] as { KeyId?: string } | undefined;
  const tags = (properties['Tags'] ?? []) as readonly { Key: string; Value: string }[];
  const shardCount = properties['ShardCount'];
  return {
    mode: modeDetails?.StreamMode ?? 'PROVISIONED',
    shardCount: shardCount === undefined ? undefined : Number(shardCount),
    retentionHours: Number(properties['RetentionPeriodHours'] ?? 24),
    keyId: encryption?.KeyId,
    maxRecordKiB: Number(properties['MaxRecordSizeInKiB'] ?? 1024),
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
  };
}

/** Takes the stream from what it is to what is wanted, one call for each difference, as CloudFormation does. */
async function change(streams: Streams, name: string, properties: Properties, scope: ResourceScope): Promise<void> {
  const wanted = wantedOf(properties);
  const { arn, document } = await whenActive(streams, name);
  const call = async (operation: string, input: Readonly<Record<string, unknown>>): Promise<void> => {
    await scope.call('kinesis', operation, input);
    await whenActive(streams, name);
  };
  if (wanted.mode !== document.mode) {
    await call('UpdateStreamMode', { StreamARN: arn, StreamModeDetails: { StreamMode: wanted.mode } });
  }
  const shardCount = wanted.shardCount ?? streams.find({ StreamName: name }).openCount();
  if (wanted.mode === 'PROVISIONED' && shardCount !== streams.find({ StreamName: name }).openCount()) {
    const input = { StreamARN: arn, TargetShardCount: shardCount, ScalingType: 'UNIFORM_SCALING' };
    await call('UpdateShardCount', input);
  }
  if (wanted.retentionHours !== document.retentionHours) {
    const direction = wanted.retentionHours > document.retentionHours ? 'Increase' : 'Decrease';
    const input = { StreamARN: arn, RetentionPeriodHours: wanted.retentionHours };
    await call(`${direction}StreamRetentionPeriod`, input);
  }
  if (wanted.maxRecordKiB !== document.maxRecordKiB) {
    await call('UpdateMaxRecordSize', { StreamARN: arn, MaxRecordSizeInKiB: wanted.maxRecordKiB });
  }
  if (wanted.keyId !== document.keyId) {
    const operation = wanted.keyId === undefined ? 'StopStreamEncryption' : 'StartStreamEncryption';
    await call(operation, { StreamARN: arn, EncryptionType: 'KMS', KeyId: wanted.keyId ?? document.keyId });
  }
  await changeTags(document.tags, wanted.tags, (operation, input) => call(operation, { StreamARN: arn, ...input }));
}

async function changeTags(
  present: Tags,
  wanted: Tags,
  call: (operation: string, input: Readonly<Record<string, unknown>>) => Promise<void>,
): Promise<void> {
  const removed = Object.keys(present).filter((key) => !(key in wanted));
  const added = Object.entries(wanted).filter(([key, value]) => present[key] !== value);
  if (removed.length > 0) await call('RemoveTagsFromStream', { TagKeys: removed });
  if (added.length > 0) await call('AddTagsToStream', { Tags: Object.fromEntries(added) });
}

/** The stream once it can be changed again. */
async function whenActive(streams: Streams, name: string) {
  const stream = streams.find({ StreamName: name });
  while (stream.document.status === 'CREATING' || stream.document.status === 'UPDATING') {
    await new Promise<void>((resolve) => streams.engine.clock.after(streams.options.statusDelayMs, resolve));
  }
  return stream;
}
