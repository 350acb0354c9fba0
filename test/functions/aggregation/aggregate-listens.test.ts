import { describe, expect, test } from '@jest/globals';

import { aggregateListens } from '../../../functions/aggregation/aggregate-listens.ts';
import { encodeElement } from '../../../functions/aggregation/domain/element.ts';
import { consumerWorld, deliver } from '../../support/consumer-world.ts';
import { planned } from '../../support/faults.ts';
import type { Fault } from '../../support/faults.ts';
import { base64, listen, logRecord, sequenceNumber, shardOf, testNowMs } from '../../support/listen-builders.ts';

const world = (faults: readonly Fault[] = [], settings: Parameters<typeof consumerWorld>[1] = {}) => {
  const built = consumerWorld(planned(faults), settings);
  return { ...built, consume: aggregateListens(built.aggregationPorts) };
};
const hex = (event: ReturnType<typeof listen>) => Buffer.from(encodeElement(event)).toString('hex');
const at = (instant: string, overrides: Parameters<typeof listen>[0] = {}) =>
  listen({ listenedAtMs: Date.parse(instant), ...overrides });

test('each user and UTC day gets one set of the listens that happened', async () => {
  const { consume, aggregates } = world();
  const late = at('2026-11-19T23:59:59.999Z');
  const early = at('2026-11-20T00:00:00.000Z');
  const noor = at('2026-11-20T00:00:00.000Z', { userId: 'noor' });

  expect(await consume({ Records: shardOf([late, early, noor, early]) })).toEqual({ batchItemFailures: [] });

  expect(aggregates.calls).toEqual(['mara 2026-11-19', 'mara 2026-11-20', 'noor 2026-11-20']);
  expect(JSON.parse(aggregates.snapshot())).toEqual([
    ['mara|2026-11-19', Date.parse('2026-11-28T00:00:00Z') / 1000, [hex(late)]],
    ['mara|2026-11-20', Date.parse('2026-11-29T00:00:00Z') / 1000, [hex(early)]],
    ['noor|2026-11-20', Date.parse('2026-11-29T00:00:00Z') / 1000, [hex(noor)]],
  ]);
});

test('a day expires at the same instant whoever writes it, and whenever', async () => {
  const [today, tomorrow] = [world(), world([], { nowMs: testNowMs + 86_400_000 })];
  const shard = shardOf([listen()]);

  await deliver(today.consume, shard);
  await deliver(tomorrow.consume, shard);

  expect(tomorrow.aggregates.snapshot()).toBe(today.aggregates.snapshot());
});

test('a failed update is reported at the lowest record of its group; the other groups are stored', async () => {
  const { consume, aggregates, lines } = world(['none', 'none', 'none', 'before', 'none']);
  const events = ['mara', 'noor', 'mara', 'noor', 'ilse'].map((userId, index) =>
    listen({ userId, providerKey: `k${index}` }),
  );

  // One search and one label for the song, then the groups of mara, noor and ilse: the fourth call is noor's.
  const reply = await consume({ Records: shardOf(events) });

  expect(reply).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(1) }] });
  expect([...aggregates.sets.keys()]).toEqual(['mara|2026-11-20', 'ilse|2026-11-20']);
  expect(lines[0]).toMatchObject({ level: 'warn', event: 'aggregates-faulted', fields: { groups: 1 } });
});

describe('days that no window can reach', () => {
  test('are counted and not written, the days at the edge are', async () => {
    const { consume, aggregates, lines } = world();
    const days = ['2026-11-11', '2026-11-12', '2026-11-21', '2026-11-22'];
    const events = days.map((day) => at(`${day}T06:00:00.000Z`));

    // The last one is more than a day ahead: poison, not merely out of range.
    expect(await consume({ Records: shardOf(events.slice(0, 3)) })).toEqual({ batchItemFailures: [] });

    expect([...aggregates.sets.keys()]).toEqual(['mara|2026-11-12', 'mara|2026-11-21']);
    expect(lines).toMatchObject([{ fields: { listens: 3, groups: 2, outOfRange: 1 } }]);
  });
});

describe('a set that is full', () => {
  test('sends its listens to the poison queue and does not hold up the shard', async () => {
    const { consume, aggregates, poison } = world([], { elementsMax: 1 });
    const events = ['a', 'b'].map((providerKey) => listen({ userId: 'abuser', providerKey }));

    expect(await consume({ Records: shardOf([...events, listen()]) })).toEqual({ batchItemFailures: [] });

    expect([...aggregates.sets.keys()]).toEqual(['mara|2026-11-20']);
    expect(poison.records).toMatchObject([
      { reason: 'aggregate-full', consumer: 'aggregator', sequenceNumber: sequenceNumber(0) },
      { reason: 'aggregate-full', consumer: 'aggregator', sequenceNumber: sequenceNumber(1) },
    ]);
  });
});

describe('a song is labelled before it is counted', () => {
  test('and its listens are delivered again when its label could not be written', async () => {
    const { consume, aggregates, catalogue } = world(['none', 'before']);
    const shard = shardOf([listen()]);

    expect(await consume({ Records: shard })).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(0) }] });
    expect(aggregates.calls).toEqual([]);

    expect(await consume({ Records: shard })).toEqual({ batchItemFailures: [] });
    expect(catalogue.rows.size).toBe(1);
    expect(aggregates.elementCount()).toBe(1);
  });

  test('and only the groups that hold it wait', async () => {
    const { consume, aggregates } = world(['none', 'before', 'none']);
    const shard = shardOf([listen({ userId: 'noor' }), listen({ userId: 'mara', title: 'Salt and Iron' })]);

    expect(await consume({ Records: shard })).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(0) }] });

    expect([...aggregates.sets.keys()]).toEqual(['mara|2026-11-20']);
  });
});

test('poison is set aside and acknowledged', async () => {
  const { consume, poison } = world();
  expect(await consume({ Records: [logRecord(0, base64('?'))] })).toEqual({ batchItemFailures: [] });
  expect(poison.records).toMatchObject([{ consumer: 'aggregator', reason: 'not-json' }]);
});
