import { setTimeout as pause } from 'node:timers/promises';

import { SQSClient } from '@aws-sdk/client-sqs';

import { liveDynamodb } from '../../dynamodb/adapters/dynamodb.ts';
import { poisonQueue } from '../../listens/adapters/poison-queue.ts';
import { standardLog } from '../../shared/log.ts';
import type { AggregationPorts } from '../ports.ts';
import { aggregateTable } from './aggregate-table.ts';
import { songCatalogue } from './song-catalogue.ts';

/** The world as a deployed function has it. */
export function livePorts(names: {
  readonly aggregateTable: string;
  readonly catalogueTable: string;
  readonly poisonQueueUrl: string;
}): AggregationPorts {
  const sqs = new SQSClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  // One for both tables: they share connections and the quota for retries.
  const dynamodb = liveDynamodb();
  return {
    nowMs: Date.now,
    log: standardLog,
    aggregates: aggregateTable(dynamodb, names.aggregateTable),
    catalogue: songCatalogue(dynamodb, names.catalogueTable, { pause, chance: Math.random }),
    poison: poisonQueue(sqs, names.poisonQueueUrl),
  };
}
