import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  callSizeBytesMax,
  recordBatches,
  recordSizeBytesMax,
} from '../../../functions/crawling/domain/record-batches.ts';
import { publishListens } from '../../../functions/crawling/publish-listens.ts';
import { CrawlingWorld } from '../../support/crawling-world.ts';
import { FakeProvider } from '../../support/fake-provider.ts';

const records = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ partitionKey: `user-${index % 7}`, data: Buffer.from(`"${index}"`) }));
const world = () => {
  const made = new CrawlingWorld();
  return { made, ports: made.crawlerPorts(new FakeProvider([]).module()) };
};

test('records leave five hundred to a call', async () => {
  const { made, ports } = world();
  const accepted = await publishListens(ports, records(1_234));
  expect(accepted).toEqual(Array.from({ length: 1_234 }, () => true));
  expect(made.putSizes).toEqual([500, 500, 234]);
  expect(made.pausesMs).toEqual([]);
});

test('of a call that was partly refused exactly the refused records are sent again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.boolean(), { maxLength: 200 }),
      async (count, refused) => {
        const { made, ports } = world();
        const outcomes = [...refused];
        const offeredAfterTaken: string[] = [];
        made.refuseRecord = (record) => {
          if (made.records.includes(record)) offeredAfterTaken.push(Buffer.from(record.data).toString());
          return outcomes.shift() ? 'ProvisionedThroughputExceededException' : undefined;
        };

        const accepted = await publishListens(ports, records(count));

        const taken = made.records.map(({ data }) => Buffer.from(data).toString());
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken.toSorted()).toEqual(
          records(count)
            .map(({ data }) => data.toString())
            .filter((_text, index) => accepted[index])
            .toSorted(),
        );
        expect(offeredAfterTaken).toEqual([]);
      },
    ),
  );
});

test('a record that is refused again and again is given up after four attempts, with jittered pauses between', async () => {
  const { made, ports } = world();
  made.refuseRecord = ({ data }) => (data.toString() === '"3"' ? 'InternalFailure' : undefined);

  const accepted = await publishListens(ports, records(5));

  expect(accepted).toEqual([true, true, true, false, true]);
  expect(made.putSizes).toEqual([5, 1, 1, 1]);
  expect(made.pausesMs).toEqual([100, 200, 400]);
  expect(made.logged).toEqual([['error', 'listens-not-accepted', { count: 1, of: 5, reason: 'InternalFailure' }]]);
});

test('a call without an answer is repeated as a whole', async () => {
  const { made, ports } = world();
  let calls = 0;
  made.interrupt = (_call, moment) => {
    if (moment === 'after' && (calls += 1) === 1) throw new Error('socket hang up');
  };
  expect(await publishListens(ports, records(3))).toEqual([true, true, true]);
  expect(made.records).toHaveLength(6);
});

test('calls stay within records and bytes, lose nothing, keep the order, and none could join its neighbour', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: recordSizeBytesMax }), { maxLength: 700 }), (sizes) => {
      const batches = recordBatches(sizes);
      const bytesOf = (batch: readonly number[]) => batch.reduce((sum, index) => sum + (sizes[index] ?? 0), 0);

      expect(batches.flat()).toEqual(sizes.map((_size, index) => index));
      for (const [position, batch] of batches.entries()) {
        expect(batch.length).toBeLessThanOrEqual(500);
        expect(bytesOf(batch)).toBeLessThanOrEqual(callSizeBytesMax);
        const next = batches[position + 1]?.[0];
        const isFull = batch.length === 500 || bytesOf(batch) + (sizes[next ?? 0] ?? 0) > callSizeBytesMax;
        expect(isFull || next === undefined).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

test('a record that no call could carry is a mistake that names its size', () => {
  expect(() => recordBatches([recordSizeBytesMax + 1])).toThrow('got 1048577');
});
