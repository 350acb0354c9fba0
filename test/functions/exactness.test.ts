/**
 * Both consumers on worlds that fail: whatever is duplicated, cut, refused, lost on the way back or played again, each
 * distinct listen is in raw listens once and in its day's set once, poison is set aside, and a replay changes no byte.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../support/seeded.ts';
import { aggregateListens } from '../../functions/aggregation/aggregate-listens.ts';
import { encodeElement } from '../../functions/aggregation/domain/element.ts';
import { historyRow } from '../../functions/history/domain/history-row.ts';
import { storeRawListens } from '../../functions/history/store-raw-listens.ts';
import { encodeListen } from '../../functions/listens/codec.ts';
import type { ListenEvent } from '../../functions/listens/domain/listen-event.ts';
import { consumerWorld, deliver } from '../support/consumer-world.ts';
import type { Consumer } from '../support/consumer-world.ts';
import { planned } from '../support/faults.ts';
import type { Fault } from '../support/faults.ts';
import { base64, listen, logRecord, shardOf, testNowMs } from '../support/listen-builders.ts';

const dayMs = 86_400_000;
const retentionDays = 30;

const plays = fc
  .record({
    userId: fc.constantFrom('mara', 'noor', 'ilse'),
    provider: fc.constantFrom('spotify' as const, 'listenbrainz' as const),
    // Three days, most of it in the same few seconds, so that keys collide as they do in life.
    listenedAtMs: fc.oneof(
      fc.integer({ min: testNowMs - 3 * dayMs, max: testNowMs }),
      fc.integer({ min: testNowMs - 3000, max: testNowMs }),
    ),
    title: fc.constantFrom('Harbour Lights', 'Salt and Iron', 'Slow Tram', 'North Quay'),
  })
  .map((play) => listen(play));
/** Listens in any order, some of them more than once. */
const published = fc
  .array(plays, { minLength: 1, maxLength: 40 })
  .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events)))
  .map(([events, again]) => [...events, ...again]);
const faults = fc.array(fc.constantFrom<Fault>('none', 'none', 'before', 'after', 'partial'), { maxLength: 30 });
const cuts = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 6 });

const distinct = (events: readonly ListenEvent[]): ListenEvent[] => [
  ...new Map(events.map((event) => [event.event_id, event])).values(),
];

/** What the tables must hold, worked out from the events alone. */
function truth(events: readonly ListenEvent[]) {
  const sets = new Map<string, string[]>();
  for (const event of distinct(events)) {
    const key = `${event.user_id}|${event.listened_at.slice(0, 10)}`;
    sets.set(key, [...(sets.get(key) ?? []), Buffer.from(encodeElement(event)).toString('hex')].sort());
  }
  const rows = distinct(events).map((event) => historyRow(event, retentionDays));
  return { sets, rows: new Map(rows.map((row) => [`${row.pk}|${row.sk}`, row])) };
}

function world(plan: readonly Fault[] = []) {
  const built = consumerWorld(planned(plan));
  const consumers: readonly Consumer[] = [
    storeRawListens(built.historyPorts, retentionDays),
    aggregateListens(built.aggregationPorts),
  ];
  const setsHeld = () =>
    new Map([...built.aggregates.sets].map(([key, { elements }]) => [key, [...elements].sort()] as const));
  const bytes = () => [built.history.snapshot(), built.aggregates.snapshot(), built.catalogue.snapshot()];
  return { ...built, consumers, setsHeld, bytes };
}

test('faults, duplicates and cuts leave exactly the distinct listens in both tables', async () => {
  const property = fc.asyncProperty(published, faults, cuts, async (events, plan, sizes) => {
    const { consumers, history, setsHeld } = world(plan);
    for (const consume of consumers) await deliver(consume, shardOf(events), sizes);

    const { sets, rows } = truth(events);
    expect(setsHeld()).toEqual(sets);
    expect(history.rows).toEqual(rows);
  });
  await fc.assert(property, { numRuns: 300 });
});

test('at no instant does a table hold a listen that was not published', async () => {
  const property = fc.asyncProperty(published, faults, async (events, plan) => {
    const { consumers, aggregates, history } = world(plan);
    const { sets, rows } = truth(events);
    for (const consume of consumers) {
      // One delivery of everything, successful or not: what it leaves is what a reader may see.
      await consume({ Records: shardOf(events) });
      for (const [key, { elements }] of aggregates.sets)
        expect(sets.get(key)).toEqual(expect.arrayContaining([...elements]));
      for (const [key, row] of history.rows) expect(rows.get(key)).toEqual(row);
    }
  });
  await fc.assert(property, { numRuns: 100 });
});

test('a replay in other batches, from any position, by fresh functions, under faults, changes no byte', async () => {
  const property = fc.asyncProperty(
    published,
    cuts,
    cuts,
    faults,
    fc.nat(),
    async (events, sizes, again, plan, from) => {
      const live = world();
      const shard = shardOf(events);
      for (const consume of live.consumers) await deliver(consume, shard, sizes);
      const before = live.bytes();

      const fate = planned(plan);
      const troubled = <Call extends (...values: never[]) => Promise<unknown>>(call: Call) =>
        (async (...values: never[]) => {
          if (fate() === 'before') throw new Error('refused');
          return call(...values);
        }) as Call;
      const replayed: readonly Consumer[] = [
        storeRawListens(
          { ...live.historyPorts, history: { write: troubled(live.history.table.write) } },
          retentionDays,
        ),
        aggregateListens({ ...live.aggregationPorts, aggregates: { add: troubled(live.aggregates.table.add) } }),
      ];
      for (const consume of replayed) await deliver(consume, shard.slice(from % shard.length), again);

      expect(live.bytes()).toEqual(before);
    },
  );
  await fc.assert(property, { numRuns: 150 });
});

test('consumers that run at the same time, on shards of one user, in any interleaving, lose and add nothing', async () => {
  const property = fc.asyncProperty(fc.scheduler(), published, cuts, async (scheduler, events, sizes) => {
    const built = world();
    const concurrent = () => [
      storeRawListens(
        { ...built.historyPorts, history: { write: scheduler.scheduleFunction(built.history.table.write) } },
        retentionDays,
      ),
      aggregateListens({
        ...built.aggregationPorts,
        aggregates: { add: scheduler.scheduleFunction(built.aggregates.table.add) },
        catalogue: {
          find: scheduler.scheduleFunction(built.catalogue.catalogue.find),
          offer: scheduler.scheduleFunction(built.catalogue.catalogue.offer),
        },
      }),
    ];
    const half = Math.ceil(events.length / 2);
    // A resharded stream: parent and child at once, and a replay of everything beside them.
    const shards = [events.slice(0, half), events.slice(half), events].map(shardOf);
    const running = shards.flatMap((shard) => concurrent().map((consume) => deliver(consume, shard, sizes)));
    await scheduler.waitFor(Promise.all(running));

    const { sets, rows } = truth(events);
    expect(built.setsHeld()).toEqual(sets);
    expect(built.history.rows).toEqual(rows);
  });
  await fc.assert(property, { numRuns: 60 });
});

describe('nothing that the log acknowledged is lost', () => {
  const poison = fc.constantFrom(base64('?'), base64('{}'), base64('{"schema_version":99}'), '====');

  test('a record is stored, or in the poison queue with its payload and reason', async () => {
    const records = fc.array(fc.oneof(plays, poison), { minLength: 1, maxLength: 30 });
    const property = fc.asyncProperty(records, faults, cuts, async (entries, plan, sizes) => {
      const built = world(plan);
      const shard = entries.map((entry, index) =>
        logRecord(index, typeof entry === 'string' ? entry : Buffer.from(encodeListen(entry)).toString('base64')),
      );
      for (const consume of built.consumers) await deliver(consume, shard, sizes);

      const { sets, rows } = truth(entries.filter((entry) => typeof entry !== 'string'));
      expect(built.setsHeld()).toEqual(sets);
      expect(built.history.rows).toEqual(rows);
      for (const consumer of ['raw-event-processor', 'aggregator']) {
        const setAside = built.poison.records.filter((record) => record.consumer === consumer);
        const wanted = shard.filter((_, index) => typeof entries[index] === 'string');
        expect(new Set(setAside.map(({ sequenceNumber, dataBase64 }) => `${sequenceNumber} ${dataBase64}`))).toEqual(
          new Set(wanted.map(({ kinesis }) => `${kinesis.sequenceNumber} ${kinesis.data}`)),
        );
      }
    });
    await fc.assert(property, { numRuns: 150 });
  });
});

test('aggregates are a function of raw listens: a rebuild from the rows gives the same bytes', async () => {
  const property = fc.asyncProperty(published, faults, cuts, async (events, plan, sizes) => {
    const live = world(plan);
    for (const consume of live.consumers) await deliver(consume, shardOf(events), sizes);
    const rebuilt = world();
    const [, aggregate] = rebuilt.consumers;

    const rows = [...live.history.rows.values()].map(({ pk: _pk, sk: _sk, expires_at: _expires, ...event }) => event);
    await deliver(aggregate!, shardOf(rows), [25]);

    expect(rebuilt.aggregates.snapshot()).toBe(live.aggregates.snapshot());
  });
  await fc.assert(property, { numRuns: 100 });
});
