import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { daysToNow, retime } from '../../../../localstack/sandbox/histories/retime.ts';
import type { Play } from '../../../../localstack/sandbox/play.ts';

const dayMs = 86_400_000;

const playAt = (endedAtMs: number): Play => ({
  kind: 'song',
  song: { title: 'T', artist: 'A' },
  startedAtMs: endedAtMs - 1000,
  endedAtMs,
  isIncognito: false,
});

describe('re-timing', () => {
  test('brings the last play within the day before now, by whole days', () => {
    const instant = fc.integer({ min: 1_000_000_000_000, max: 2_000_000_000_000 });
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1 }), instant, (instants, nowMs) => {
        const plays = instants.map(playAt);
        const moved = retime(plays, daysToNow(plays, nowMs));
        const lastMs = Math.max(...moved.map(({ endedAtMs }) => endedAtMs));

        expect(lastMs).toBeLessThanOrEqual(nowMs);
        expect(lastMs).toBeGreaterThan(nowMs - dayMs);
        const shiftMs = (moved[0]?.endedAtMs ?? 0) - (instants[0] ?? 0);
        expect(Math.abs(shiftMs % dayMs)).toBe(0);
        expect(moved.map(({ endedAtMs }) => endedAtMs - shiftMs)).toEqual(instants);
      }),
    );
  });
});
