/**
 * Lambda: every minute, rows of the crawl schedule that are due → crawl jobs (SQS).
 * A claim is a lease, so a job that gets lost is sent again by a later run; two runs at once never send a job twice.
 */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';

import { liveSchedulerPorts } from './crawling/adapters/live.ts';
import { scheduleCrawls } from './crawling/schedule-crawls.ts';
import { readEnv } from './shared/env.ts';
import { observed } from './shared/observed.ts';

const env = readEnv(['SCHEDULE_TABLE', 'CRAWL_QUEUE_URL', 'LEASE_SECONDS']);
export type CrawlSchedulerEnv = typeof env;

const schedule = scheduleCrawls(liveSchedulerPorts(env));

export const handler = middy((_event: unknown, context: Context) =>
  schedule(() => context.getRemainingTimeInMillis()),
).use(observed());
