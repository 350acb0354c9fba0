import { Duration } from 'aws-cdk-lib';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import { EventSourceMapping, StartingPosition, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import type { StageConfig } from '../config.ts';
import { FailureQueue } from './failure-queue.ts';

/**
 * What Lambda needs to read a stream for a function, and no more (`KinesisEventSource` grants eight).
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 */
const readActions = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
  'kinesis:SubscribeToShard',
];

type StreamConsumerProps = {
  readonly stream: IStream;
  readonly target: IFunction;
  /** Told about each batch that was given up: shard, first and last sequence number, reason. */
  readonly failures: IQueue;
  readonly config: StageConfig;
};

/**
 * One consumer of the event log: batches in order, retried from the first fault, cut in half around a record that
 * fails, which is at last set aside so that its shard goes on.
 */
export class StreamConsumer extends EventSourceMapping {
  constructor(scope: Construct, id: string, { stream, target, failures, config }: StreamConsumerProps) {
    const { batchSize, batchWindowSeconds, lanesPerShard, retriesMax } = config.consuming;
    super(scope, id, {
      target,
      eventSourceArn: stream.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      maxBatchingWindow: Duration.seconds(batchWindowSeconds),
      parallelizationFactor: lanesPerShard,
      bisectBatchOnError: true,
      retryAttempts: retriesMax,
      // As old as the log itself. Anything less would make a replay discard records instead of delivering them.
      maxRecordAge: Duration.days(config.eventLog.retentionDays),
      reportBatchItemFailures: true,
      onFailure: new FailureQueue(failures),
    });
    // Lambda checks the permission when the mapping is created.
    stream.grant(target, ...readActions).applyBefore(this);
  }
}
