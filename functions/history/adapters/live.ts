import { setTimeout as pause } from 'node:timers/promises';

import { SQSClient } from '@aws-sdk/client-sqs';

import { liveDynamodb } from '../../dynamodb/adapters/dynamodb.ts';
import { poisonQueue } from '../../listens/adapters/poison-queue.ts';
import { standardLog } from '../../shared/log.ts';
import type { HistoryPorts } from '../ports.ts';
import { historyTable } from './history-table.ts';

/** The world as a deployed function has it. */
export function livePorts(names: { readonly historyTable: string; readonly poisonQueueUrl: string }): HistoryPorts {
  const sqs = new SQSClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return {
    nowMs: Date.now,
    chance: Math.random,
    pause: async (durationMs) => {
      await pause(durationMs);
    },
    log: standardLog,
    history: historyTable(liveDynamodb(), names.historyTable),
    poison: poisonQueue(sqs, names.poisonQueueUrl),
  };
}
