import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';

import type { AggregationPorts } from '../../functions/aggregation/ports.ts';
import type { HistoryPorts } from '../../functions/history/ports.ts';
import type { PoisonQueue, PoisonRecord } from '../../functions/listens/ports.ts';
import type { Log, LogFields } from '../../functions/shared/log.ts';
import { faultless, underFate } from './faults.ts';
import type { Fate } from './faults.ts';
import { testNowMs } from './listen-builders.ts';
import { memoryAggregateTable } from './memory-aggregate-table.ts';
import { memoryHistoryTable } from './memory-history-table.ts';
import { memorySongCatalogue } from './memory-song-catalogue.ts';

/** A log that a test can read. */
export function memoryLog() {
  const lines: { readonly level: string; readonly event: string; readonly fields: LogFields }[] = [];
  const log: Log = (level, event, fields = {}) => {
    lines.push({ level, event, fields });
  };
  return { log, lines };
}

/** A poison queue in memory; `partial` makes it take the first half only. */
export function memoryPoisonQueue(fate: Fate = faultless) {
  const records: PoisonRecord[] = [];
  const queue: PoisonQueue = {
    send: async (batch) => {
      const fault = fate();
      const taken = fault === 'partial' ? batch.slice(0, Math.floor(batch.length / 2)) : batch;
      return underFate(fault, () => {
        records.push(...taken);
        return batch.slice(taken.length);
      });
    },
  };
  return { queue, records };
}

/** The world of both consumers of the log, in memory. Nothing in it waits. */
export function consumerWorld(fate: Fate = faultless, { nowMs = testNowMs, elementsMax = 16_381 } = {}) {
  const clock = { nowMs };
  const history = memoryHistoryTable(fate);
  const aggregates = memoryAggregateTable(fate, elementsMax);
  const catalogue = memorySongCatalogue(fate);
  const poison = memoryPoisonQueue(fate);
  const { log, lines } = memoryLog();
  const pausesMs: number[] = [];
  const shared = { nowMs: () => clock.nowMs, poison: poison.queue, log };
  const historyPorts: HistoryPorts = {
    ...shared,
    history: history.table,
    chance: () => 0.5,
    pause: async (durationMs) => {
      pausesMs.push(durationMs);
    },
  };
  const aggregationPorts: AggregationPorts = {
    ...shared,
    aggregates: aggregates.table,
    catalogue: catalogue.catalogue,
  };
  return { clock, history, aggregates, catalogue, poison, lines, pausesMs, historyPorts, aggregationPorts };
}

export type Consumer = (event: KinesisStreamEvent) => Promise<KinesisStreamBatchResponse>;

/**
 * Delivers a shard as Lambda does: batches of the given sizes in turn, each again from the lowest reported sequence
 * number, until everything is acknowledged. Gives the number of deliveries; throws when it does not come to rest.
 */
export async function deliver(
  consumer: Consumer,
  shard: readonly KinesisStreamRecord[],
  batchSizes: readonly number[] = [shard.length],
): Promise<number> {
  const deliveriesMax = 10 * shard.length + 100;
  let next = 0;
  let deliveries = 0;
  while (next < shard.length) {
    const size = Math.max(1, batchSizes[deliveries % batchSizes.length] ?? 1);
    deliveries += 1;
    if (deliveries > deliveriesMax) throw new Error(`the shard did not come to rest in ${deliveriesMax} deliveries`);
    const batch = shard.slice(next, next + size);
    const { batchItemFailures } = await consumer({ Records: batch });
    const failed = batchItemFailures[0]?.itemIdentifier;
    const failedAt = batch.findIndex(({ kinesis }) => kinesis.sequenceNumber === failed);
    if (failed !== undefined && failedAt < 0) throw new Error(`${failed} was not in the batch`);
    next += failed === undefined ? batch.length : failedAt;
  }
  return deliveries;
}
