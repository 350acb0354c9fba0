/** Lets the consumers drain the log, and watches how far their checkpoints have come. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';

import {
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';

import type { Cloud } from '../servers.ts';
import type { PublishedLog } from './publish.ts';

const pollMs = 100;
const tellEveryMs = 10_000;
/** A consumer that has not moved for so long is stuck. */
const standstillMs = 120_000;

export async function setMappings(
  lambda: LambdaClient,
  mappingIds: readonly string[],
  Enabled: boolean,
): Promise<void> {
  await Promise.all(mappingIds.map((UUID) => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }))));
}

export interface Drained {
  readonly elapsedMs: number;
  /** When each mapping came to the tip, in the order of the ids. */
  readonly tipMs: readonly number[];
}

/** Enables the mappings; resolves when each has a checkpoint behind the last record of every shard. */
export async function drain(
  cloud: Cloud,
  lambda: LambdaClient,
  mappingIds: readonly string[],
  log: PublishedLog,
  tell: (text: string) => void,
): Promise<Drained> {
  // The checkpoints are looked up in the cloud's own file: asking the cloud would cost it time that is being measured.
  const checkpoints = openCheckpoints(cloud);
  const beganMs = performance.now();
  await setMappings(lambda, mappingIds, true);
  const tipMs = new Map<string, number>();
  let toldMs = beganMs;
  let moved = { done: -1, atMs: beganMs };
  try {
    while (tipMs.size < mappingIds.length) {
      await wait(pollMs);
      const nowMs = performance.now();
      const done = mappingIds.map((id) => behindOf(checkpoints, id, log));
      mappingIds.forEach((id, index) => {
        if (done[index] === log.count && !tipMs.has(id)) tipMs.set(id, nowMs - beganMs);
      });
      const total = done.reduce((sum, count) => sum + count, 0);
      if (total > moved.done) moved = { done: total, atMs: nowMs };
      if (nowMs - moved.atMs > standstillMs)
        throw new Error(`nothing has moved for ${standstillMs / 1000} s. ${await results(lambda, mappingIds)}`);
      if (nowMs - toldMs < tellEveryMs) continue;
      toldMs = nowMs;
      tell(
        `stored ${done[0]}, aggregated ${done[1]} of ${log.count} records after ${Math.round((nowMs - beganMs) / 1000)} s`,
      );
    }
  } finally {
    checkpoints.close();
  }
  const times = mappingIds.map((id) => tipMs.get(id) ?? 0);
  return { elapsedMs: Math.max(...times), tipMs: times };
}

interface CheckpointReader {
  /** The last sequence number that is done, or one before which nothing stands that is not. */
  position(mappingId: string, shardId: string): bigint;
  close(): void;
}

function openCheckpoints({ folder }: Cloud): CheckpointReader {
  const database = new DatabaseSync(join(folder, 'state', 'lambda.sqlite'), { readOnly: true });
  const select = database.prepare('SELECT position FROM checkpoints WHERE mapping = ? AND shard = ?');
  return {
    position: (mappingId, shardId) => {
      const text = select.get(mappingId, shardId)?.['position'];
      if (typeof text !== 'string') return 0n;
      const { kind, sequenceNumber } = JSON.parse(text) as { readonly kind: string; readonly sequenceNumber?: string };
      if (sequenceNumber === undefined) return 0n;
      return BigInt(sequenceNumber) - (kind === 'AT_SEQUENCE_NUMBER' ? 1n : 0n);
    },
    close: () => database.close(),
  };
}

function behindOf(checkpoints: CheckpointReader, mappingId: string, log: PublishedLog): number {
  return log.shardIds.reduce((sum, shardId) => sum + log.behind(shardId, checkpoints.position(mappingId, shardId)), 0);
}

async function results(lambda: LambdaClient, mappingIds: readonly string[]): Promise<string> {
  const shown = await Promise.all(mappingIds.map((UUID) => lambda.send(new GetEventSourceMappingCommand({ UUID }))));
  return shown.map(({ FunctionArn, LastProcessingResult }) => `${FunctionArn}: ${LastProcessingResult}`).join('; ');
}
