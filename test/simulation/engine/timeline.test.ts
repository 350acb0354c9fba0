import { expect, test } from '@jest/globals';

import { Restless, Timeline } from './timeline.ts';

const inOrder = () => {
  let order = 0;
  return () => (order += 1);
};

test('steps run at their own instants, the earliest first', async () => {
  const timeline = new Timeline(1_000, inOrder());
  const seen: string[] = [];
  for (const delayMs of [30, 10, 20, 10]) timeline.after(delayMs, () => seen.push(`${delayMs} at ${timeline.nowMs}`));

  await timeline.run();

  expect(seen).toEqual(['10 at 1010', '10 at 1010', '20 at 1020', '30 at 1030']);
  expect(timeline.isIdle).toBe(true);
});

test('whatever a step sets going comes to rest before the next step', async () => {
  const timeline = new Timeline(0, inOrder());
  const seen: string[] = [];
  timeline.at(1, () => {
    void (async () => {
      for (let turn = 1; turn <= 20; turn += 1) await Promise.resolve();
      seen.push('all promises of the first step');
    })();
  });
  timeline.at(1, () => seen.push('the second step'));

  await timeline.run();

  expect(seen).toEqual(['all promises of the first step', 'the second step']);
});

test('what begins just before a run takes part in it', async () => {
  const timeline = new Timeline(0, inOrder());
  let isDone = false;
  void Promise.resolve().then(() => timeline.after(5, () => (isDone = true)));

  await timeline.run();

  expect(isDone).toBe(true);
});

test('a run that has an end stops there, and time stands at it', async () => {
  const timeline = new Timeline(0, inOrder());
  const seen: number[] = [];
  for (const atMs of [5, 10, 15]) timeline.at(atMs, () => seen.push(atMs));

  await timeline.run(10);

  expect(seen).toEqual([5, 10]);
  expect(timeline.nowMs).toBe(10);
});

test('a run that never comes to rest is ended', async () => {
  const timeline = new Timeline(0, inOrder());
  const again = (): void => timeline.after(1, again);
  again();

  await expect(timeline.run()).rejects.toThrow(Restless);
});
