/**
 * Lambda: crawl jobs (SQS) → listens of music services → event log (Kinesis).
 * A row's cursor moves only after the log has accepted the listens; a job done twice publishes the same event ids.
 */
import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';

import { liveCrawlerPorts } from './crawling/adapters/live.ts';
import { crawlBatch } from './crawling/crawl-batch.ts';
import { providerEnvNames } from './crawling/providers/registry.ts';
import { readEnv } from './shared/env.ts';
import { observed } from './shared/observed.ts';

const env = readEnv([
  'SCHEDULE_TABLE',
  'TOKENS_TABLE',
  'TOKEN_KEY_ARN',
  'LISTENS_STREAM',
  'CRAWL_INTERVAL_SECONDS',
  ...providerEnvNames,
]);
export type CrawlWorkerEnv = typeof env;

const crawl = crawlBatch(liveCrawlerPorts(env));

export const handler = middy((event: SQSEvent, context: Context) =>
  crawl(event, () => context.getRemainingTimeInMillis()),
).use(observed());
