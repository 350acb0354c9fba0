import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';

import { decodeListen } from './codec.ts';
import type { Refusal } from './domain/refusal.ts';
import { lowestSequenceNumber } from './domain/sequence-number.ts';
import type { ConsumerPorts, LoggedListen, PoisonRecord, StoreOutcome } from './ports.ts';

/** Keeps the listens of one batch, in no particular order; each at least once, and harmlessly so. */
export type StoreListens = (listens: readonly LoggedListen[], nowMs: number) => Promise<StoreOutcome>;

function poisonOf(consumer: string, record: KinesisStreamRecord, refusal: Refusal): PoisonRecord {
  const { sequenceNumber, partitionKey, data } = record.kinesis;
  // An event id is the shard id and the sequence number, joined by a colon.
  const shardId = record.eventID.slice(0, record.eventID.indexOf(':'));
  return { ...refusal, consumer, shardId, sequenceNumber, partitionKey, dataBase64: data };
}

/** Sends poison to its queue; gives the sequence numbers of what the queue did not take. */
async function setAside({ poison, log }: ConsumerPorts, records: readonly PoisonRecord[]): Promise<readonly string[]> {
  if (records.length === 0) return [];
  for (const { consumer, shardId, sequenceNumber, reason } of records)
    log('warn', 'listen-poisoned', { consumer, shardId, sequenceNumber, reason });
  try {
    return (await poison.send(records)).map(({ sequenceNumber }) => sequenceNumber);
  } catch (fault) {
    log('warn', 'poison-not-sent', { records: records.length, fault });
    return records.map(({ sequenceNumber }) => sequenceNumber);
  }
}

/**
 * A Kinesis consumer of the event log: decodes each record once, gives the listens to `store`, sets poison aside with
 * its payload, and reports the lowest sequence number of any record that is neither stored nor set aside, if there is
 * one. Lambda delivers everything from there on again, which is why `store` must be idempotent and may work in any
 * order: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function consumeLog(consumer: string, ports: ConsumerPorts, store: StoreListens) {
  return async ({ Records }: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => {
    const nowMs = ports.nowMs();
    const recordOf = new Map<string, KinesisStreamRecord>();
    const listens: LoggedListen[] = [];
    const poison: PoisonRecord[] = [];
    for (const record of Records) {
      const { data, sequenceNumber } = record.kinesis;
      recordOf.set(sequenceNumber, record);
      const decoded = decodeListen(data, nowMs);
      if (decoded.ok) listens.push({ event: decoded.value, sequenceNumber });
      else poison.push(poisonOf(consumer, record, decoded.error));
    }

    const { unacknowledged, refused } = await store(listens, nowMs);
    for (const { listen, refusal } of refused) {
      const record = recordOf.get(listen.sequenceNumber);
      if (record) poison.push(poisonOf(consumer, record, refusal));
    }
    const unsent = await setAside(ports, poison);

    const lowest = lowestSequenceNumber([...unacknowledged, ...unsent]);
    return { batchItemFailures: lowest === undefined ? [] : [{ itemIdentifier: lowest }] };
  };
}
