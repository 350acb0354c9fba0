/**
 * Lambda: event log (Kinesis) → raw listens (DynamoDB), poison to SQS.
 * Retries resume at the first record that is neither stored nor set aside; a listen that comes twice is stored once.
 */
import middy from '@middy/core';

import { livePorts } from './history/adapters/live.ts';
import { storeRawListens } from './history/store-raw-listens.ts';
import { readEnv, readWholeNumber } from './shared/env.ts';
import { observed } from './shared/observed.ts';

const env = readEnv(['LISTEN_HISTORY_TABLE', 'POISON_QUEUE_URL', 'LISTEN_RETENTION_DAYS']);
export type RawEventProcessorEnv = typeof env;

const ports = livePorts({ historyTable: env.LISTEN_HISTORY_TABLE, poisonQueueUrl: env.POISON_QUEUE_URL });
// Nine days at least, because aggregates live eight and are rebuilt from raw listens; thirty at most, as promised.
const retentionDays = readWholeNumber('LISTEN_RETENTION_DAYS', env.LISTEN_RETENTION_DAYS, { min: 9, max: 30 });

export const handler = middy(storeRawListens(ports, retentionDays)).use(observed());
