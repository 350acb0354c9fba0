import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
const jobs = arnOf('jobs');
beforeEach(async () => {
  world = sqsWorld();
  await world.makeQueue('jobs', { VisibilityTimeout: '10' });
});
afterEach(() => world.close());

test('a listener is told once per turn about messages sent, and again when they come back', async () => {
  let tolds = 0;
  const unlisten = world.door.onVisible(jobs, () => void (tolds += 1));

  world.door.send(jobs, 'a');
  world.door.send(jobs, 'b');
  await Promise.resolve();
  expect(tolds).toBe(1);
  expect(world.door.receive(jobs, 10)).toHaveLength(2);

  await world.clock.advance(10_000);
  expect(tolds).toBe(2);
  unlisten();
  world.door.send(jobs, 'c');
  await Promise.resolve();
  expect(tolds).toBe(2);
});

test('released messages are visible after their delay, deleted ones are gone', async () => {
  world.door.send(jobs, 'a', { kind: { dataType: 'String', stringValue: 'x' } });
  world.door.send(jobs, 'b');
  const [a, b] = world.door.receive(jobs, 10);
  expect(a?.messageAttributes).toEqual({ kind: { dataType: 'String', stringValue: 'x' } });

  world.door.release(jobs, [a?.receiptHandle ?? ''], 500);
  world.door.delete(jobs, [b?.receiptHandle ?? '']);

  expect(world.door.receive(jobs, 10)).toEqual([]);
  await world.clock.advance(500);
  expect(world.door.receive(jobs, 10).map(({ body }) => body)).toEqual(['a']);
});

test('what a reader inside the cloud held when the cloud ended is there again at once, and no delivery is counted', async () => {
  for (const body of ['held', 'failed long ago']) world.door.send(jobs, body);
  world.door.receive(jobs, 10);
  await world.clock.advance(10_000);
  world.door.receive(jobs, 1);

  const { service } = world.restart();

  const counts = service.door
    .receive(jobs, 10)
    .map(({ body, attributes }) => [body, attributes['ApproximateReceiveCount']]);
  expect(counts.toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
    ['failed long ago', '2'],
    ['held', '2'],
  ]);
});

test('a message that a client outside has received stays hidden over a restart', async () => {
  world.door.send(jobs, 'a');
  await world.receive('http://127.0.0.1:4566/000000000000/jobs', 1);

  expect(world.restart().service.door.receive(jobs, 10)).toEqual([]);
});

test('an unknown queue is refused', () => {
  expect(() => world.door.send(arnOf('none'), 'x')).toThrow('The specified queue does not exist.');
});
