import { setTimeout as pause } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { standardLog } from '../../shared/log.ts';
import type { ServingPorts } from '../ports.ts';
import { rememberedLabels, rememberedZones } from '../remembered.ts';
import { aggregateReader } from './aggregate-reader.ts';
import { memoryCache } from './memory-cache.ts';
import { songLabels } from './song-labels.ts';
import { userDirectory } from './user-directory.ts';

/** The world as a deployed function has it. */
export function livePorts(names: {
  readonly aggregateTable: string;
  readonly catalogueTable: string;
  readonly usersTable: string;
}): ServingPorts {
  // Somebody is waiting: give up on a call sooner than a consumer of the log would.
  const dynamo = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });
  const nowMs = Date.now;
  const labels = songLabels(dynamo, names.catalogueTable, { pause, chance: Math.random, nowMs });
  return {
    nowMs,
    log: standardLog,
    aggregates: aggregateReader(dynamo, names.aggregateTable),
    users: rememberedZones(userDirectory(dynamo, names.usersTable), nowMs),
    labels: rememberedLabels(labels, nowMs),
    cache: memoryCache(),
  };
}
