import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { aggregateExpiresAtSeconds, writableDays } from '../../../functions/aggregation/domain/daily-aggregate.ts';
import { isFading } from '../../../functions/aggregation/domain/song-label.ts';
import { labelRank } from '../../../functions/aggregation/label-rank.ts';
import { labelSongs } from '../../../functions/aggregation/label-songs.ts';
import { memoryLog } from '../../support/consumer-world.ts';
import { planned } from '../../support/faults.ts';
import type { Fault } from '../../support/faults.ts';
import { listen, testNowMs } from '../../support/listen-builders.ts';
import { memorySongCatalogue } from '../../support/memory-song-catalogue.ts';

const dayMs = 86_400_000;
const isrc = 'DEA442600017';
const named = (title: string, album?: string) => listen({ title, isrc, ...(album === undefined ? {} : { album }) });
const songId = named('Harbour Lights').song_id;

function world(faults: readonly Fault[] = []) {
  const memory = memorySongCatalogue(planned(faults));
  const { log, lines } = memoryLog();
  return { ...memory, lines, label: labelSongs({ catalogue: memory.catalogue, log }) };
}
const titleOf = ({ rows }: ReturnType<typeof world>) => rows.get(songId)?.label.title;

describe('the better of two labels', () => {
  const better = (left: Parameters<typeof labelRank>[0], right: Parameters<typeof labelRank>[0]) =>
    labelRank(left) < labelRank(right);
  const plain = { title: 'Harbour Lights', artist: 'The Tidewaters' };

  test('names the album', () => {
    expect(better({ ...plain, title: 'Harbour Lights (Long Version)', album: 'North Quay' }, plain)).toBe(true);
  });

  test('is the shorter one when both name as much', () => {
    expect(better(plain, { ...plain, title: 'Harbour Lights - 2011 Remaster' })).toBe(true);
  });

  test('is never undecided', () => {
    expect(labelRank(plain)).not.toBe(labelRank({ ...plain, artist: 'THE TIDEWATERS' }));
    expect(labelRank(plain)).toBe(labelRank({ ...plain }));
  });
});

test('whatever order labels come in, and however they are cut into batches and functions, the best one is left', async () => {
  const titles = ['Harbour Lights', 'HARBOUR LIGHTS', 'Harbour Lights - Live', 'Harbour', 'Hafenlichter'];
  const events = titles.map((title, index) => named(title, index % 2 ? 'North Quay' : undefined));
  const best = events.map(({ title, artist, album }) => ({ title, artist, isrc, ...(album ? { album } : {}) }));
  best.sort((left, right) => (labelRank(left) < labelRank(right) ? -1 : 1));

  const property = fc.asyncProperty(
    fc.array(fc.record({ order: fc.shuffledSubarray(events, { minLength: 1 }), isCold: fc.boolean() })),
    fc.array(fc.constantFrom<Fault>('none', 'before', 'after'), { maxLength: 12 }),
    async (batches, faults) => {
      const { catalogue, rows } = memorySongCatalogue(planned(faults));
      const { log } = memoryLog();
      let label = labelSongs({ catalogue, log });
      for (const { order, isCold } of [...batches, { order: events, isCold: false }]) {
        if (isCold) label = labelSongs({ catalogue, log });
        for (let tries = 0; (await label(order, testNowMs)).size > 0; tries += 1) expect(tries).toBeLessThan(20);
      }
      expect(rows.get(songId)?.label).toEqual(best[0]);
    },
  );
  await fc.assert(property, { numRuns: 200 });
});

test('two functions that label one song at the same time leave the best label', async () => {
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    const memory = memorySongCatalogue();
    const { log } = memoryLog();
    const catalogue = {
      find: scheduler.scheduleFunction(memory.catalogue.find),
      offer: scheduler.scheduleFunction(memory.catalogue.offer),
    };
    const titles = ['Harbour Lights - Live', 'Harbour', 'Harbour Lights'];
    const writers = titles.map((title) => labelSongs({ catalogue, log })([named(title)], testNowMs));
    await scheduler.waitFor(Promise.all(writers));
    expect(memory.rows.get(songId)?.label.title).toBe('Harbour');
  });
  await fc.assert(property, { numRuns: 100 });
});

describe('a known song', () => {
  test('costs no call', async () => {
    const { label, calls } = world();
    await label([named('Harbour Lights')], testNowMs);
    expect(calls).toEqual({ find: 1, offer: 1 });

    await label([named('Harbour Lights'), named('Harbour Lights')], testNowMs);

    expect(calls).toEqual({ find: 1, offer: 1 });
  });

  test('that the catalogue has is not written by a function that starts cold', async () => {
    const warm = world();
    await warm.label([named('Harbour Lights')], testNowMs);
    const cold = labelSongs({ catalogue: warm.catalogue, log: memoryLog().log });

    await cold([named('Harbour Lights')], testNowMs);

    expect(warm.calls).toEqual({ find: 2, offer: 1 });
  });

  test('costs no call under a name that is not the best one', async () => {
    const { label, calls } = world();
    await label([named('Harbour')], testNowMs);

    await label([named('Harbour Lights'), named('Harbour Lights - Live')], testNowMs);

    expect(calls).toEqual({ find: 1, offer: 1 });
  });

  test('costs one offer to learn that somebody else named it better meanwhile', async () => {
    const memory = memorySongCatalogue();
    const { log } = memoryLog();
    const other = labelSongs({ catalogue: memory.catalogue, log });
    const find = async (songIds: readonly string[]) => {
      const found = await memory.catalogue.find(songIds);
      await other([named('Harbour')], testNowMs);
      return found;
    };
    const label = labelSongs({ catalogue: { ...memory.catalogue, find }, log });

    await label([named('Harbour Lights')], testNowMs);
    await label([named('Harbour Lights'), named('Harbour')], testNowMs);

    expect(memory.calls).toEqual({ find: 2, offer: 2 });
    expect(titleOf({ ...memory, lines: [], label })).toBe('Harbour');
  });

  test('is searched together with up to 99 others', async () => {
    const { label, calls } = world();
    await label(
      Array.from({ length: 250 }, (_, index) => listen({ title: `Song ${index}` })),
      testNowMs,
    );
    expect(calls).toEqual({ find: 3, offer: 250 });
  });
});

describe('a label’s life', () => {
  const expiresAt = ({ rows }: ReturnType<typeof world>) => rows.get(songId)!.expiresAtSeconds * 1000;
  const dayStartMs = Date.parse('2026-11-20T00:00:00Z');

  test('is thirty days', async () => {
    const built = world();
    await built.label([named('Harbour Lights')], testNowMs);
    expect(expiresAt(built)).toBe(dayStartMs + 30 * dayMs);
  });

  test('begins anew when less than half of it is left and the song is heard, by whatever name', async () => {
    const built = world();
    await built.label([named('Harbour')], testNowMs);

    await built.label([named('Harbour')], dayStartMs + 15 * dayMs);
    expect(expiresAt(built)).toBe(dayStartMs + 30 * dayMs);

    await built.label([named('Harbour Lights')], dayStartMs + 15 * dayMs + 1);
    expect(expiresAt(built)).toBe(dayStartMs + 45 * dayMs);
    expect(titleOf(built)).toBe('Harbour');
  });

  test('outlasts every aggregate that counts the song', () => {
    // The shortest life that a heard song's label may have left, against the aggregate of a listen stamped a day ahead.
    const aggregateEndsMs = aggregateExpiresAtSeconds(writableDays(testNowMs).last) * 1000;
    const fading = {
      songId,
      label: { title: 'T', artist: 'A' },
      labelRank: '',
      expiresAtSeconds: aggregateEndsMs / 1000,
    };
    expect(isFading(fading, testNowMs)).toBe(true);
  });
});

describe('a catalogue that cannot be reached', () => {
  test('leaves the songs it was asked for unlabelled, and says so once', async () => {
    const { label, lines } = world(['before']);
    expect(await label([named('Harbour Lights')], testNowMs)).toEqual(new Set([songId]));
    expect(lines).toMatchObject([{ level: 'warn', event: 'labels-faulted', fields: { songs: 1 } }]);
  });

  test('does not stop the songs that are known', async () => {
    const { label } = world(['none', 'none', 'before']);
    await label([named('Harbour Lights')], testNowMs);
    const other = listen({ title: 'Salt and Iron' });
    expect(await label([named('Harbour Lights'), other], testNowMs)).toEqual(new Set([other.song_id]));
  });
});
