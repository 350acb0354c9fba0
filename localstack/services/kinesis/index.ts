/** Kinesis Data Streams on an append-only log of our own: `decisions/0001-own-segmented-log.md`. */
import type { StreamDoor } from '../../engine/doors.ts';
import type { Engine, Service } from '../../engine/service.ts';
import { addTagsToStream } from './add-tags-to-stream.ts';
import { consumerResource } from './consumer-resource.ts';
import { Consumers } from './consumers.ts';
import { createStream } from './create-stream.ts';
import { decreaseStreamRetentionPeriod } from './decrease-stream-retention-period.ts';
import { deleteStream } from './delete-stream.ts';
import { deregisterStreamConsumer } from './deregister-stream-consumer.ts';
import { describeLimits } from './describe-limits.ts';
import { describeStreamConsumer } from './describe-stream-consumer.ts';
import { describeStreamSummary } from './describe-stream-summary.ts';
import { describeStream } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { increaseStreamRetentionPeriod } from './increase-stream-retention-period.ts';
import { listShards } from './list-shards.ts';
import { listStreamConsumers } from './list-stream-consumers.ts';
import { listStreams } from './list-streams.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTagsForStream } from './list-tags-for-stream.ts';
import { mergeShards } from './merge-shards.ts';
import { putRecord } from './put-record.ts';
import { putRecords } from './put-records.ts';
import { registerStreamConsumer } from './register-stream-consumer.ts';
import { removeTagsFromStream } from './remove-tags-from-stream.ts';
import { streamResource } from './resources.ts';
import { unseal } from './shard-iterator.ts';
import { splitShard } from './split-shard.ts';
import { startStreamEncryption } from './start-stream-encryption.ts';
import { stopStreamEncryption } from './stop-stream-encryption.ts';
import { openStreamDoor } from './stream-door.ts';
import { Streams, type KinesisOptions } from './streams.ts';
import { subscribeToShard } from './subscribe-to-shard.ts';
import { Subscriptions } from './subscriptions.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateMaxRecordSize } from './update-max-record-size.ts';
import { updateShardCount } from './update-shard-count.ts';
import { updateStreamMode } from './update-stream-mode.ts';

/** The service, and the door through which event source mappings read streams. */
export interface KinesisService extends Service {
  readonly streams: StreamDoor;
}

/** The stream that a shard iterator is for; one that cannot be read is for the operation to refuse. */
function streamOfIterator({ accountId, region }: Engine, iterator: string): string | undefined {
  const [kind, , name] = unseal(iterator) ?? [];
  return kind !== 'iterator' || name === undefined
    ? undefined
    : `arn:aws:kinesis:${region}:${accountId}:stream/${name}`;
}

const defaults: KinesisOptions = { statusDelayMs: 0, throttling: false, shardsMax: 500, log: {} };

export function createKinesis(engine: Engine, options: Partial<KinesisOptions> = {}): KinesisService {
  const streams = new Streams(engine, { ...defaults, ...options });
  const consumers = new Consumers(streams);
  const subscriptions = new Subscriptions();
  return {
    name: 'kinesis',
    protocol: { kind: 'json', version: '1.1', targetPrefix: 'Kinesis_20131202' },
    operations: {
      AddTagsToStream: addTagsToStream(streams),
      CreateStream: createStream(streams),
      DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod(streams),
      DeleteStream: deleteStream(consumers),
      DeregisterStreamConsumer: deregisterStreamConsumer(consumers, subscriptions),
      DescribeLimits: describeLimits(streams),
      DescribeStream: describeStream(streams),
      DescribeStreamConsumer: describeStreamConsumer(consumers),
      DescribeStreamSummary: describeStreamSummary(consumers),
      GetRecords: getRecords(streams),
      GetShardIterator: getShardIterator(streams),
      IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod(streams),
      ListShards: listShards(streams),
      ListStreamConsumers: listStreamConsumers(consumers),
      ListStreams: listStreams(streams),
      ListTagsForResource: listTagsForResource(consumers),
      ListTagsForStream: listTagsForStream(streams),
      MergeShards: mergeShards(streams),
      PutRecord: putRecord(streams),
      PutRecords: putRecords(streams),
      RegisterStreamConsumer: registerStreamConsumer(consumers),
      RemoveTagsFromStream: removeTagsFromStream(streams),
      SplitShard: splitShard(streams),
      StartStreamEncryption: startStreamEncryption(streams),
      StopStreamEncryption: stopStreamEncryption(streams),
      SubscribeToShard: subscribeToShard(consumers, subscriptions),
      TagResource: tagResource(consumers),
      UntagResource: untagResource(consumers),
      UpdateMaxRecordSize: updateMaxRecordSize(streams),
      UpdateShardCount: updateShardCount(streams),
      UpdateStreamMode: updateStreamMode(streams),
    },
    resources: {
      'AWS::Kinesis::Stream': streamResource(streams),
      'AWS::Kinesis::StreamConsumer': consumerResource(consumers),
    },
    iam: { resolve: (_member, iterator) => streamOfIterator(engine, iterator) },
    streams: openStreamDoor(streams),
    start: () => streams.start(),
    stop: () => {
      subscriptions.stop();
      streams.stop();
    },
  };
}
