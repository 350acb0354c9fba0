import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { ListedPlay } from '../../../../localstack/sandbox/play.ts';
import { listedPlaysMax, releasePlays, timelapseMs } from '../../../../localstack/sandbox/spotify/play-head.ts';
import type { PlayHead } from '../../../../localstack/sandbox/spotify/play-head.ts';

const nowMs = Date.parse('2026-03-18T15:00:00Z');

const playAt = (listenedAtMs: number): ListedPlay => ({
  listenedAtMs,
  play: {
    kind: 'song',
    song: { title: 'T', artist: 'A' },
    startedAtMs: listenedAtMs - 1,
    endedAtMs: listenedAtMs,
    isIncognito: false,
  },
});

const listedOf = (count: number, stepMs = 200_000): ListedPlay[] =>
  Array.from({ length: count }, (_, index) => playAt(nowMs - (count - index) * stepMs));

describe('a play head', () => {
  test('whatever the client forgets, repeats or overlaps, gives it every play since the start', () => {
    const stumbles = fc.array(fc.constantFrom('none', 'lost', 'repeated', 'overlapping'), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), stumbles, (count, kinds) => {
        const listed = listedOf(count);
        const received = new Set<number>();
        let head: PlayHead | undefined;
        let cursorMs = 0;
        for (let turn = 0; turn < 80; turn += 1) {
          const kind = kinds[turn] ?? 'none';
          // An overlap shorter than fifty plays: 30 of them.
          const instantMs = kind === 'overlapping' ? Math.max(cursorMs - 30 * 200_000, 0) : cursorMs;
          const release = releasePlays(head, listed, { kind: 'after', instantMs }, nowMs);
          head = release.head;
          if (kind === 'lost') continue;
          for (const { listenedAtMs } of release.existing) received.add(listenedAtMs);
          if (kind !== 'repeated') cursorMs = Math.max(cursorMs, release.existing.at(-1)?.listenedAtMs ?? 0);
        }

        expect([...received].toSorted((a, b) => a - b)).toEqual(listed.map(({ listenedAtMs }) => listenedAtMs));
      }),
    );
  });

  test('starts nine days back and stays there, however late the client asks again', () => {
    const listed = listedOf(2_000, 600_000);
    const first = releasePlays(undefined, listed, { kind: 'none' }, nowMs);
    const later = releasePlays(first.head, listed, { kind: 'none' }, nowMs + 86_400_000);

    expect(first.head.startMs).toBe(nowMs - timelapseMs);
    expect(first.existing[0]?.listenedAtMs).toBe(nowMs - timelapseMs);
    expect(later).toEqual(first);
  });

  test('never lets more than 50 plays exist', () => {
    const { existing } = releasePlays(undefined, listedOf(500), { kind: 'none' }, nowMs);

    expect(existing).toHaveLength(listedPlaysMax);
  });

  test('does not move for a client that walks back', () => {
    const listed = listedOf(500);
    const { head } = releasePlays(undefined, listed, { kind: 'none' }, nowMs);
    const back = releasePlays(head, listed, { kind: 'before', instantMs: nowMs }, nowMs);

    expect(back.head).toEqual(head);
    expect(back.existing.at(-1)?.listenedAtMs).toBe(head.releasedUntilMs);
  });

  test('has caught up when a cursor shows that the client holds everything', () => {
    const listed = listedOf(60);
    const at = (index: number) => ({ kind: 'after' as const, instantMs: listed[index]?.listenedAtMs ?? 0 });

    expect(releasePlays(undefined, listed, at(58), nowMs).isCaughtUp).toBe(false);
    expect(releasePlays(undefined, listed, at(59), nowMs).isCaughtUp).toBe(true);
    expect(releasePlays(undefined, [], { kind: 'none' }, nowMs).isCaughtUp).toBe(false);
  });
});
