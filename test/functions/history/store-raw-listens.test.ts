import { describe, expect, test } from '@jest/globals';

import { historyRow } from '../../../functions/history/domain/history-row.ts';
import { storeRawListens } from '../../../functions/history/store-raw-listens.ts';
import { consumerWorld, deliver } from '../../support/consumer-world.ts';
import { planned } from '../../support/faults.ts';
import type { Fault } from '../../support/faults.ts';
import { base64, listen, logRecord, sequenceNumber, shardOf, testNowMs } from '../../support/listen-builders.ts';

const dayMs = 86_400_000;
const world = (faults: readonly Fault[] = []) => {
  const built = consumerWorld(planned(faults));
  return { ...built, consume: storeRawListens(built.historyPorts, 30) };
};
const listens = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    listen({ listenedAtMs: testNowMs - index * 1000, providerKey: `k${index}` }),
  );

describe('the row of a listen', () => {
  const event = listen({ listenedAtMs: Date.parse('2026-11-19T23:59:59.999Z'), album: 'North Quay' });

  test('has the user and UTC day as partition, time and id as order, and every field of the event', () => {
    expect(historyRow(event, 30)).toEqual({
      ...event,
      pk: 'mara#2026-11-19',
      sk: `2026-11-19T23:59:59.999Z#${event.event_id}`,
      expires_at: Date.parse('2026-12-20T00:00:00Z') / 1000,
    });
  });

  test('expires at the same instant whenever it is written and whenever in its day it was heard', () => {
    const morning = listen({ listenedAtMs: Date.parse('2026-11-19T00:00:00Z') });
    expect(historyRow(morning, 9).expires_at).toBe(historyRow(event, 9).expires_at);
  });
});

test('every listen is stored, in calls of 25 rows', async () => {
  const { consume, history } = world();

  expect(await consume({ Records: shardOf(listens(60)) })).toEqual({ batchItemFailures: [] });

  expect(history.rows.size).toBe(60);
  expect(history.calls).toEqual([25, 25, 10]);
});

test('a duplicate within a batch is written once', async () => {
  const { consume, history, lines } = world();
  const [first, second] = listens(2);

  await consume({ Records: shardOf([first!, second!, first!]) });

  expect(history.calls).toEqual([2]);
  expect(lines).toContainEqual({
    level: 'info',
    event: 'raw-listens-stored',
    fields: { listens: 3, rows: 2, duplicates: 1, expired: 0, failed: 0 },
  });
});

test('of two events with one identity the later one stands, in one batch as in two', async () => {
  const early = listen({ title: 'Harbour Lights', providerKey: 'k' });
  const late = listen({ title: 'Harbour Lights', album: 'North Quay', providerKey: 'k' });
  const [together, apart] = [world(), world()];

  await deliver(together.consume, shardOf([early, late]));
  await deliver(apart.consume, shardOf([early, late]), [1]);

  expect(together.history.snapshot()).toBe(apart.history.snapshot());
  expect([...together.history.rows.values()]).toMatchObject([{ album: 'North Quay' }]);
});

test('delivering everything again changes no byte', async () => {
  const { consume, history } = world();
  const shard = shardOf(listens(40));
  await deliver(consume, shard);
  const before = history.snapshot();

  await deliver(consume, shard, [7, 3]);

  expect(history.snapshot()).toBe(before);
});

test('rows that the table has no capacity for are written again, after a pause that grows', async () => {
  const { consume, history, pausesMs } = world(['partial', 'partial', 'none']);

  expect(await consume({ Records: shardOf(listens(20)) })).toEqual({ batchItemFailures: [] });

  expect(history.calls).toEqual([20, 10, 5]);
  expect(history.rows.size).toBe(20);
  expect(pausesMs).toEqual([12, 25]);
});

test('rows that never find capacity are reported, at the lowest of their records, after seven tries', async () => {
  const { consume, history } = world(Array.from<Fault>({ length: 99 }).fill('partial'));
  const shard = shardOf(listens(4));

  const reply = await consume({ Records: shard });

  // Half of four, half of two, then the single row that is left is never taken.
  expect(reply).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(3) }] });
  expect(history.calls).toEqual([4, 2, 1, 1, 1, 1, 1]);
});

test('a call that fails is reported at its lowest record; the other calls are stored', async () => {
  const { consume, history, lines } = world(['none', 'before', 'none']);

  const reply = await consume({ Records: shardOf(listens(60)) });

  expect(reply).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(25) }] });
  expect(history.rows.size).toBe(35);
  expect(lines[0]).toMatchObject({ level: 'warn', event: 'history-write-faulted', fields: { rows: 25 } });
});

test('a failed row is reported at the first of its duplicates', async () => {
  const { consume } = world(['before']);
  const [first, second] = listens(2);
  const shard = shardOf([first!, second!, second!]).slice(0).reverse();

  expect(await consume({ Records: shard })).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(0) }] });
});

test('a listen past its retention is counted and not written', async () => {
  const { consume, history, lines } = world();
  const dayStartMs = Date.parse('2026-11-20T00:00:00Z');
  const kept = listen({ listenedAtMs: dayStartMs - 30 * dayMs });
  const gone = listen({ listenedAtMs: dayStartMs - 30 * dayMs - 1 });

  expect(await consume({ Records: shardOf([kept, gone, gone]) })).toEqual({ batchItemFailures: [] });

  expect([...history.rows.values()].map(({ listened_at }) => listened_at)).toEqual([kept.listened_at]);
  expect(lines).toMatchObject([{ fields: { listens: 3, rows: 1, duplicates: 0, expired: 2 } }]);
});

test('poison goes to its queue and the listens around it are stored', async () => {
  const { consume, history, poison } = world();
  const [before, after] = shardOf(listens(2));

  expect(await consume({ Records: [before!, logRecord(9, base64('?')), after!] })).toEqual({ batchItemFailures: [] });

  expect(history.rows.size).toBe(2);
  expect(poison.records).toMatchObject([{ consumer: 'raw-event-processor', reason: 'not-json' }]);
});

test('no table is called for a batch without listens', async () => {
  const { consume, history } = world();
  await consume({ Records: [logRecord(0, base64('?'))] });
  expect(history.calls).toEqual([]);
});
