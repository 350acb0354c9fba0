import { CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';

import type { CrawlSchedulerEnv } from '../functions/crawl-scheduler.ts';
import type { CrawlWorkerEnv } from '../functions/crawl-worker.ts';
import type { StageConfig } from './config.ts';
import { allow } from './constructs/allow.ts';
import { Lambda } from './constructs/lambda.ts';
import { MessageQueue } from './constructs/message-queue.ts';
import { providerParameters } from './constructs/provider-parameters.ts';
import { QueueConsumer } from './constructs/queue-consumer.ts';
import type { ControlPlaneStoreStack } from './control-plane-store-stack.ts';
import type { EventLogStack } from './event-log-stack.ts';

/** Every minute: due rows → crawl jobs → providers → event log. */
export class IngestionStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    config: StageConfig,
    { userCrawlSchedule, userTokens, tokenKey }: ControlPlaneStoreStack,
    { listens }: EventLogStack,
  ) {
    super(scope, id, { description: 'Heavy Rotation: crawls what listeners played.' });
    const { batchSize, batchWindowSeconds, workersMax, jobRetentionDays, deliveriesMax } = config.crawling;
    const { scheduler, worker } = config.crawling;
    const forOperators = { retentionDays: config.deadLetterRetentionDays, config };
    // Six function timeouts and the batch window, so that a throttled poller can try again while the message is hidden.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    const visibilitySeconds = 6 * worker.timeoutSeconds + batchWindowSeconds;

    const deadJobs = new MessageQueue(this, 'CrawlJobsDead', { name: 'crawl-jobs-dead', ...forOperators });
    const jobs = new MessageQueue(this, 'CrawlJobs', {
      name: 'crawl-jobs',
      retentionDays: jobRetentionDays,
      config,
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      deadLetterQueue: { queue: deadJobs, maxReceiveCount: deliveriesMax },
    });
    const missedTicks = new MessageQueue(this, 'CrawlSchedulerFailed', {
      name: 'crawl-scheduler-failed',
      ...forOperators,
    });

    const crawlScheduler = new Lambda<CrawlSchedulerEnv>(this, 'CrawlScheduler', {
      name: 'crawl-scheduler',
      description: 'Due rows of UserCrawlSchedule → crawl jobs, each claimed once.',
      environment: {
        SCHEDULE_TABLE: userCrawlSchedule.tableName,
        CRAWL_QUEUE_URL: jobs.queueUrl,
        // A claim outlives every delivery of its job, so that a job which fails for good is a dead letter and not a
        // stale claim; a minute more for the wait in the queue.
        LEASE_SECONDS: String(deliveriesMax * visibilitySeconds + 60),
      },
      size: scheduler,
      config,
      // The next tick does what this one did not; a tick that is a minute late is that next tick.
      asyncInvocation: { failures: missedTicks, retriesMax: 0, eventAgeSecondsMax: 60 },
    });
    allow(crawlScheduler, ['dynamodb:Query'], `${userCrawlSchedule.tableArn}/index/due`);
    allow(crawlScheduler, ['dynamodb:UpdateItem'], userCrawlSchedule.tableArn);
    allow(crawlScheduler, ['sqs:SendMessage'], jobs.queueArn);

    const crawlWorker = new Lambda<CrawlWorkerEnv>(this, 'CrawlWorker', {
      name: 'crawl-worker',
      description: 'Crawl jobs → history of each provider since the cursor → listen events on the log.',
      environment: {
        ...providerParameters(this),
        CRAWL_INTERVAL_SECONDS: this.#crawlInterval(),
        SCHEDULE_TABLE: userCrawlSchedule.tableName,
        TOKENS_TABLE: userTokens.tableName,
        TOKEN_KEY_ARN: tokenKey.keyArn,
        LISTENS_STREAM: listens.streamName,
      },
      size: worker,
      config,
    });
    allow(crawlWorker, ['dynamodb:GetItem', 'dynamodb:UpdateItem'], userCrawlSchedule.tableArn, userTokens.tableArn);
    allow(crawlWorker, ['kms:Encrypt', 'kms:Decrypt'], tokenKey.keyArn);
    allow(crawlWorker, ['kinesis:PutRecords'], listens.streamArn);

    new Rule(this, 'EveryMinute', {
      description: 'Looks for listeners whose history is due.',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [
        new LambdaFunction(crawlScheduler, {
          deadLetterQueue: missedTicks,
          retryAttempts: 1,
          maxEventAge: Duration.minutes(1),
        }),
      ],
    });
    new QueueConsumer(this, 'Crawling', {
      queue: jobs,
      target: crawlWorker,
      batchSize,
      batchWindowSeconds,
      concurrencyMax: workersMax,
    });

    new CfnOutput(this, 'CrawlSchedulerFunction', { value: crawlScheduler.functionName });
    new CfnOutput(this, 'CrawlWorkerFunction', { value: crawlWorker.functionName });
    new CfnOutput(this, 'CrawlJobsQueueUrl', { value: jobs.queueUrl });
    new CfnOutput(this, 'CrawlJobsDeadQueueUrl', { value: deadJobs.queueUrl });
    new CfnOutput(this, 'CrawlSchedulerFailedQueueUrl', { value: missedTicks.queueUrl });
  }

  /**
   * Spotify shows the last 50 plays and counts a play after 30 s: 1,500 s is the longest interval that loses nothing
   * even to a listener who skips every half minute.
   */
  #crawlInterval(): string {
    return new CfnParameter(this, 'CrawlIntervalSeconds', {
      type: 'Number',
      description: 'Seconds from one crawl of an account to the next.',
      default: 1_500,
      minValue: 1,
    }).valueAsString;
  }
}
