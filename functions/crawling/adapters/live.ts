import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SQSClient } from '@aws-sdk/client-sqs';

import { accountAccess } from '../../accounts/account-access.ts';
import { liveAccessPorts } from '../../accounts/adapters/live.ts';
import { readWholeNumber } from '../../shared/env.ts';
import { standardLog } from '../../shared/log.ts';
import type { CrawlerPorts, SchedulerPorts, Weather } from '../ports.ts';
import { providerRegistry } from '../providers/registry.ts';
import type { ProviderEnv } from '../providers/registry.ts';
import { clientSettings } from './client-settings.ts';
import { kinesisEventLog } from './event-log.ts';
import { httpWithin, providerTimeoutMs } from './http.ts';
import { sqsJobQueue } from './job-queue.ts';
import { scheduleTable } from './schedule-table.ts';

const weather: Weather = {
  nowMs: Date.now,
  chance: Math.random,
  pause: async (durationMs) => {
    await wait(durationMs);
  },
};

/** The world as the deployed scheduler has it. */
export const liveSchedulerPorts = (env: {
  readonly SCHEDULE_TABLE: string;
  readonly CRAWL_QUEUE_URL: string;
  readonly LEASE_SECONDS: string;
}): SchedulerPorts => ({
  ...weather,
  log: standardLog,
  schedule: scheduleTable(new DynamoDBClient(clientSettings), env.SCHEDULE_TABLE),
  jobs: sqsJobQueue(new SQSClient(clientSettings), env.CRAWL_QUEUE_URL),
  newClaimId: randomUUID,
  leaseMs: readWholeNumber('LEASE_SECONDS', env.LEASE_SECONDS, { min: 60, max: 43_200 }) * 1000,
});

/** The world as the deployed worker has it. */
export function liveCrawlerPorts(
  env: ProviderEnv & {
    readonly SCHEDULE_TABLE: string;
    readonly TOKENS_TABLE: string;
    readonly TOKEN_KEY_ARN: string;
    readonly LISTENS_STREAM: string;
    readonly CRAWL_INTERVAL_SECONDS: string;
  },
): CrawlerPorts {
  const dynamo = new DynamoDBClient(clientSettings);
  return {
    ...weather,
    log: standardLog,
    schedule: scheduleTable(dynamo, env.SCHEDULE_TABLE),
    access: accountAccess(liveAccessPorts(env, dynamo)),
    listens: kinesisEventLog(new KinesisClient(clientSettings), env.LISTENS_STREAM),
    providers: providerRegistry(env, { http: httpWithin(providerTimeoutMs), nowMs: Date.now }),
    intervalMs: readWholeNumber('CRAWL_INTERVAL_SECONDS', env.CRAWL_INTERVAL_SECONDS, { min: 1, max: 86_400 }) * 1000,
  };
}
