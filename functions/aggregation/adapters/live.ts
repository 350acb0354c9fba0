import { setTimeout as pause } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';

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
  const clientSettings = {
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  };
  const dynamo = new DynamoDBClient(clientSettings);
  return {
    nowMs: Date.now,
    log: standardLog,
    aggregates: aggregateTable(dynamo, names.aggregateTable),
    catalogue: songCatalogue(dynamo, names.catalogueTable, { pause, chance: Math.random }),
    poison: poisonQueue(new SQSClient(clientSettings), names.poisonQueueUrl),
  };
}
