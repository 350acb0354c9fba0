import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { AggregatorEnv } from '../functions/aggregator.ts';
import type { RawEventProcessorEnv } from '../functions/raw-event-processor.ts';
import type { StageConfig } from './config.ts';
import { allow } from './constructs/allow.ts';
import { Lambda } from './constructs/lambda.ts';
import { MessageQueue } from './constructs/message-queue.ts';
import { StreamConsumer } from './constructs/stream-consumer.ts';
import type { EventLogStack } from './event-log-stack.ts';
import type { ListenStoreStack } from './listen-store-stack.ts';

/** Event log → raw listens, and event log → daily aggregates: two consumers that do not know of each other. */
export class ProcessingStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    config: StageConfig,
    { listens }: EventLogStack,
    { userListenHistory, userDailyTopK, songCatalogue }: ListenStoreStack,
  ) {
    super(scope, id, { description: 'Heavy Rotation: stores and aggregates listens.' });

    const forOperators = { retentionDays: config.deadLetterRetentionDays, config };
    // Records that no delivery will ever make readable come here whole, and their shard goes on at once.
    const poison = new MessageQueue(this, 'ListenPoison', { name: 'listen-poison', ...forOperators });
    // Lambda sends here what it gave up: only where the records are, so they must be fetched before the log forgets.
    const unstored = new MessageQueue(this, 'RawEventProcessorFailed', {
      name: 'raw-event-processor-failed',
      ...forOperators,
    });
    const uncounted = new MessageQueue(this, 'AggregatorFailed', { name: 'aggregator-failed', ...forOperators });

    const rawEventProcessor = new Lambda<RawEventProcessorEnv>(this, 'RawEventProcessor', {
      name: 'raw-event-processor',
      description: 'Event log → UserListenHistory.',
      environment: {
        LISTEN_HISTORY_TABLE: userListenHistory.tableName,
        POISON_QUEUE_URL: poison.queueUrl,
        LISTEN_RETENTION_DAYS: String(config.listenRetentionDays),
      },
      size: config.consuming.size,
      config,
    });
    allow(rawEventProcessor, ['dynamodb:BatchWriteItem'], userListenHistory.tableArn);
    allow(rawEventProcessor, ['sqs:SendMessage'], poison.queueArn);

    const aggregator = new Lambda<AggregatorEnv>(this, 'Aggregator', {
      name: 'aggregator',
      description: 'Event log → UserDailyTopK and SongCatalogue.',
      environment: {
        DAILY_TOPK_TABLE: userDailyTopK.tableName,
        SONG_CATALOGUE_TABLE: songCatalogue.tableName,
        POISON_QUEUE_URL: poison.queueUrl,
      },
      size: config.consuming.size,
      config,
    });
    allow(aggregator, ['dynamodb:UpdateItem'], userDailyTopK.tableArn);
    allow(aggregator, ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], songCatalogue.tableArn);
    allow(aggregator, ['sqs:SendMessage'], poison.queueArn);

    const log = { stream: listens, config };
    const storing = new StreamConsumer(this, 'Storing', { ...log, target: rawEventProcessor, failures: unstored });
    const counting = new StreamConsumer(this, 'Counting', { ...log, target: aggregator, failures: uncounted });

    new CfnOutput(this, 'RawEventProcessorFunction', { value: rawEventProcessor.functionName });
    new CfnOutput(this, 'AggregatorFunction', { value: aggregator.functionName });
    new CfnOutput(this, 'RawEventProcessorMappingId', { value: storing.eventSourceMappingId });
    new CfnOutput(this, 'AggregatorMappingId', { value: counting.eventSourceMappingId });
    new CfnOutput(this, 'ListenPoisonQueueUrl', { value: poison.queueUrl });
    new CfnOutput(this, 'RawEventProcessorFailedQueueUrl', { value: unstored.queueUrl });
    new CfnOutput(this, 'AggregatorFailedQueueUrl', { value: uncounted.queueUrl });
  }
}
