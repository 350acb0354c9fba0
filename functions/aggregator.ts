/**
 * Lambda: event log (Kinesis) → daily aggregates and song labels (DynamoDB), poison to SQS.
 * Exact under duplicates, retries and replays, because an aggregate is a set of listens and not a number.
 */
import middy from '@middy/core';

import { livePorts } from './aggregation/adapters/live.ts';
import { aggregateListens } from './aggregation/aggregate-listens.ts';
import { readEnv } from './shared/env.ts';
import { observed } from './shared/observed.ts';

const env = readEnv(['DAILY_TOPK_TABLE', 'SONG_CATALOGUE_TABLE', 'POISON_QUEUE_URL']);
export type AggregatorEnv = typeof env;

const ports = livePorts({
  aggregateTable: env.DAILY_TOPK_TABLE,
  catalogueTable: env.SONG_CATALOGUE_TABLE,
  poisonQueueUrl: env.POISON_QUEUE_URL,
});

export const handler = middy(aggregateListens(ports)).use(observed());
