import { describe, expect, test } from '@jest/globals';

import { Expiring } from '../../../functions/serving/expiring.ts';
import { rememberedLabels, rememberedZones } from '../../../functions/serving/remembered.ts';

function clockFrom(startMs: number) {
  const clock = { nowMs: startMs };
  return { clock, nowMs: () => clock.nowMs };
}

test('a value is gone at its instant, not before', () => {
  const expiring = new Expiring<string, number>(2);
  expiring.set('a', 1, 1_000);
  expect([expiring.get('a', 999), expiring.get('a', 1_000), expiring.get('a', 999)]).toEqual([1, undefined, undefined]);
});

describe('zones', () => {
  function directory() {
    const asked: string[] = [];
    const zones = new Map([['mara', 'Europe/Berlin']]);
    const { clock, nowMs } = clockFrom(0);
    const users = rememberedZones(
      {
        zoneOf: async (userId) => {
          asked.push(userId);
          return zones.get(userId);
        },
      },
      nowMs,
    );
    return { asked, zones, clock, users };
  }

  test('are asked for once a minute', async () => {
    const { asked, zones, clock, users } = directory();
    await users.zoneOf('mara');
    zones.set('mara', 'Asia/Tokyo');

    clock.nowMs = 59_999;
    expect(await users.zoneOf('mara')).toBe('Europe/Berlin');
    clock.nowMs = 60_000;
    expect(await users.zoneOf('mara')).toBe('Asia/Tokyo');

    expect(asked).toHaveLength(2);
  });

  test('of somebody unknown are asked for each time, so that a newcomer is seen at once', async () => {
    const { zones, users } = directory();
    expect(await users.zoneOf('noor')).toBeUndefined();
    zones.set('noor', 'UTC');
    expect(await users.zoneOf('noor')).toBe('UTC');
  });
});

test('labels are asked for only where they are not known, and a missing one again each time', async () => {
  const asked: (readonly string[])[] = [];
  const { clock, nowMs } = clockFrom(0);
  const label = { title: 'Harbour Lights', artist: 'The Tidewaters' };
  const labels = rememberedLabels(
    {
      find: async (songIds) => {
        asked.push(songIds);
        return new Map(songIds.filter((songId) => songId !== 'missing').map((songId) => [songId, label]));
      },
    },
    nowMs,
  );

  expect([...(await labels.find(['a', 'missing'])).keys()]).toEqual(['a']);
  expect([...(await labels.find(['a', 'b', 'missing'])).keys()]).toEqual(['a', 'b']);
  await labels.find(['a', 'b']);
  clock.nowMs = 600_000;
  await labels.find(['a']);

  expect(asked).toEqual([['a', 'missing'], ['b', 'missing'], ['a']]);
});
