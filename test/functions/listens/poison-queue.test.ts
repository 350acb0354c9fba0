import { expect, test } from '@jest/globals';

import { poisonQueue } from '../../../functions/listens/adapters/poison-queue.ts';
import type { PoisonRecord } from '../../../functions/listens/ports.ts';
import { awsWire } from '../../support/aws-wire.ts';
import type { WireAnswer, WireRequest } from '../../support/aws-wire.ts';

type Entry = { readonly Id: string; readonly MessageBody: string };
const entriesOf = ({ input }: WireRequest) => input['Entries'] as Entry[];

/** SQS that takes everything but what `isRefused` names. */
const sqs =
  (isRefused: (entry: Entry) => boolean = () => false) =>
  (request: WireRequest): WireAnswer => ({
    body: {
      Successful: [],
      Failed: entriesOf(request)
        .filter(isRefused)
        .map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
    },
  });

const poison = (index: number, dataBase64 = 'e30='): PoisonRecord => ({
  reason: 'not-json',
  detail: 'why',
  consumer: 'aggregator',
  shardId: 'shardId-000000000001',
  sequenceNumber: String(index),
  partitionKey: 'mara',
  dataBase64,
});

test('a message holds all that is needed to put the record back', async () => {
  const wire = awsWire(sqs());

  expect(await poisonQueue(wire.sqs, 'http://queue/poison').send([poison(1)])).toEqual([]);

  expect(wire.requests[0]?.operation).toBe('SendMessageBatch');
  expect(JSON.parse(entriesOf(wire.requests[0]!)[0]!.MessageBody)).toEqual({
    consumer: 'aggregator',
    reason: 'not-json',
    detail: 'why',
    shard_id: 'shardId-000000000001',
    sequence_number: '1',
    partition_key: 'mara',
    payload_base64: 'e30=',
    part: 1,
    parts: 1,
  });
});

test('calls hold ten messages at most, and only the refused records come back', async () => {
  const wire = awsWire(sqs(({ Id }) => Id === '3'));
  const records = Array.from({ length: 23 }, (_, index) => poison(index));

  const refused = await poisonQueue(wire.sqs, 'http://queue/poison').send(records);

  expect(wire.requests.map((request) => entriesOf(request).length)).toEqual([10, 10, 3]);
  expect(refused.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['3', '13']);
});

test('a payload too big for a message comes in parts that make it up again', async () => {
  const wire = awsWire(sqs());
  const payload = Array.from({ length: 900_000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('');

  await poisonQueue(wire.sqs, 'http://queue/poison').send([poison(1, payload)]);

  const bodies = wire.requests.flatMap(entriesOf).map(({ MessageBody }) => MessageBody);
  const parts = bodies.map((body) => JSON.parse(body) as { payload_base64: string; part: number; parts: number });
  expect(parts.map(({ part, parts: count }) => [part, count])).toEqual([1, 2, 3, 4, 5].map((part) => [part, 5]));
  expect(parts.map(({ payload_base64 }) => payload_base64).join('')).toBe(payload);
  for (const request of wire.requests)
    expect(entriesOf(request).reduce((sum, { MessageBody }) => sum + MessageBody.length, 0)).toBeLessThanOrEqual(
      262_144,
    );
});
