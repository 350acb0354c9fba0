import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { seededRandom } from '../../../../localstack/engine/random.ts';
import { QueueMapping } from '../../../../localstack/services/lambda/mappings/queue-mapping.ts';
import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
beforeEach(() => void (world = sqsWorld()));
afterEach(() => world.close());

interface SqsEvent {
  readonly Records: readonly { readonly body: string; readonly attributes: { readonly MessageGroupId: string } }[];
}

test('a mapping on a FIFO queue works on each group in order and one batch at a time, also when batches fail', async () => {
  const attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true', VisibilityTimeout: '10' };
  const QueueUrl = await world.makeQueue('jobs.fifo', attributes);
  for (let count = 0; count < 60; count += 1) {
    const message = { QueueUrl, MessageBody: `${count}`, MessageGroupId: `group-${count % 4}` };
    await world.call('sqs', 'SendMessage', message);
  }
  const random = seededRandom(7);
  const busy = new Set<string>();
  const overlaps: string[] = [];
  const done = new Map<string, number[]>();
  const settings = { batchSize: 5, windowMs: 0, concurrencyMax: 10, reportsItemFailures: false };
  const mapping = new QueueMapping(arnOf('jobs.fifo'), settings, {
    clock: world.clock,
    queues: world.door,
    region: 'us-east-1',
    noteFault: () => undefined,
    invoke: async (payload) => {
      const { Records } = JSON.parse(payload.toString()) as SqsEvent;
      const groups = [...new Set(Records.map((record) => record.attributes.MessageGroupId))];
      overlaps.push(...groups.filter((group) => busy.has(group)));
      for (const group of groups) busy.add(group);
      await new Promise<void>((resolve) => world.clock.after(Math.ceil(random() * 3_000), resolve));
      for (const group of groups) busy.delete(group);
      const isFailure = random() < 0.3;
      if (!isFailure) {
        for (const record of Records) {
          const group = record.attributes.MessageGroupId;
          done.set(group, [...(done.get(group) ?? []), Number(record.body)]);
        }
      }
      const answer = { statusCode: 200, payload: Buffer.from('null'), executedVersion: '$LATEST', logTail: '' };
      return isFailure ? { ...answer, functionError: 'Unhandled' } : answer;
    },
  });
  mapping.start();

  // In steps, for each of which what was started gets its turn.
  for (let second = 0; second < 600; second += 1) {
    await world.clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await mapping.stop();

  expect(overlaps).toEqual([]);
  for (let group = 0; group < 4; group += 1) {
    expect(done.get(`group-${group}`)).toEqual(Array.from({ length: 15 }, (_, index) => group + index * 4));
  }
});
