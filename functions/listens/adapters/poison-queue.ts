import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';

import type { PoisonQueue, PoisonRecord } from '../ports.ts';

/**
 * A batch holds at most this many messages:
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const messagesMax = 10;
/** A batch was at most 256 KiB for years and is 1 MiB now; the smaller bound holds everywhere. */
const batchBytesMax = 256 * 1024;
/**
 * Payload characters in one message, so that it fits a batch with its other fields. A bigger record is sent in parts.
 */
const partLength = 200_000;

/** A message and the record that it is a part of. */
type Message = { readonly record: PoisonRecord; readonly body: string; readonly sizeBytes: number };

/** The messages that carry a record: one, unless its payload is bigger than a message may be. */
function messagesOf(record: PoisonRecord): Message[] {
  const parts = Math.max(1, Math.ceil(record.dataBase64.length / partLength));
  return Array.from({ length: parts }, (_, index) => {
    const body = JSON.stringify({
      consumer: record.consumer,
      reason: record.reason,
      detail: record.detail,
      shard_id: record.shardId,
      sequence_number: record.sequenceNumber,
      partition_key: record.partitionKey,
      payload_base64: record.dataBase64.slice(index * partLength, (index + 1) * partLength),
      part: index + 1,
      parts,
    });
    return { record, body, sizeBytes: Buffer.byteLength(body) };
  });
}

/** Cuts messages into batches that respect both limits of a call. */
function batchesOf(messages: readonly Message[]): Message[][] {
  const batches: Message[][] = [];
  let batchBytes = 0;
  for (const message of messages) {
    const batch = batches.at(-1);
    if (batch && batch.length < messagesMax && batchBytes + message.sizeBytes <= batchBytesMax) {
      batch.push(message);
      batchBytes += message.sizeBytes;
    } else {
      batches.push([message]);
      batchBytes = message.sizeBytes;
    }
  }
  return batches;
}

/** Poison records in an SQS queue, one JSON message each; a payload too big for a message comes in numbered parts. */
export function poisonQueue(sqs: SQSClient, queueUrl: string): PoisonQueue {
  return {
    send: async (records) => {
      const refused = new Set<PoisonRecord>();
      for (const batch of batchesOf(records.flatMap(messagesOf))) {
        const entries = batch.map(({ body }, index) => ({ Id: String(index), MessageBody: body }));
        const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
        for (const { Id } of Failed) {
          const message = batch[Number(Id)];
          if (message) refused.add(message.record);
        }
      }
      return [...refused];
    },
  };
}
