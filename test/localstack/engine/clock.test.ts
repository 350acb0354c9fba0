import { expect, test } from '@jest/globals';

import { VirtualClock } from '../../../localstack/engine/clock.ts';

test('timers run earliest first, each at its own instant', async () => {
  const clock = new VirtualClock(1000);
  const seen: [string, number][] = [];
  clock.after(30, () => void seen.push(['late', clock.nowMs()]));
  clock.after(10, () => {
    seen.push(['early', clock.nowMs()]);
    clock.after(5, () => void seen.push(['nested', clock.nowMs()]));
  });

  await clock.advance(40);

  expect(seen).toEqual([
    ['early', 1010],
    ['nested', 1015],
    ['late', 1030],
  ]);
  expect(clock.nowMs()).toBe(1040);
});

test('a cancelled timer does not run', async () => {
  const clock = new VirtualClock(0);
  let hasRun = false;
  clock.after(1, () => void (hasRun = true)).cancel();

  await clock.advance(10);

  expect(hasRun).toBe(false);
});

test('a negative delay is refused by value', () => {
  expect(() => new VirtualClock(0).after(-5, () => undefined)).toThrow('delayMs must be at least 0, got -5');
});
