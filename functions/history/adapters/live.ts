import { setTimeout as pause } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';

import { poisonQueue } from '../../listens/adapters/poison-queue.ts';
import { standardLog } from '../../shared/log.ts';
import type { HistoryPorts } from '../ports.ts';
import { historyTable } from './history-table.ts';

/** The world as a deployed function has it. */
export function livePorts(names: { readonly historyTable: string; readonly poisonQueueUrl: string }): HistoryPorts {
  const clientSettings = {
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  };
  return {
    nowMs: Date.now,
    chance: Math.random,
    pause: async (durationMs) => {
      await pause(durationMs);
    },
    log: standardLog,
    history: historyTable(new DynamoDBClient(clientSettings), names.historyTable),
    poison: poisonQueue(new SQSClient(clientSettings), names.poisonQueueUrl),
  };
}
