/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html */
import { afterEach, describe, expect, test } from '@jest/globals';

import { withWindow } from '../../../../../localstack/services/lambda/mappings/tumbling-window.ts';
import { failed, failures, ok, StreamWorld } from '../support/stream-world.ts';
import { settle } from '../support/turns.ts';

let world = new StreamWorld();
const newWorld = (): StreamWorld => (world = new StreamWorld());
afterEach(() => world.close());

const tumblingMs = 60_000;
/** Worlds begin at 12:00:00, which is the beginning of a window. */
const first = { start: '2026-11-20T12:00:00Z', end: '2026-11-20T12:01:00Z' };

/** The function counts the records of a window in its state. */
function count(): void {
  world.answer = (texts) => {
    const state = (world.windows.at(-1)?.state ?? {}) as { readonly count?: number };
    return ok({ state: { count: (state.count ?? 0) + texts.length } });
  };
}

const seen = (): unknown[] =>
  world.windows.map((context, index) => [world.batches[index], context?.state, context?.isFinalInvokeForWindow]);

describe('a tumbling window', () => {
  test('hands the state of one invocation to the next, and ends with a last invocation', async () => {
    await newWorld().create({ tumblingMs, batchSize: 2 });
    count();
    await world.put(['a', 'b', 'c']);
    await world.advance(59_999);
    expect(seen()).toEqual([
      [['a', 'b'], {}, false],
      [['c'], { count: 2 }, false],
    ]);

    await world.advance(1);

    expect(seen().at(-1)).toEqual([[], { count: 3 }, true]);
    expect(world.windows.every((context) => context?.window.start === first.start)).toBe(true);
    expect(world.windows.at(-1)).toEqual({
      window: first,
      state: { count: 3 },
      isFinalInvokeForWindow: true,
      isWindowTerminatedEarly: false,
    });
  });

  test('is followed by one with a fresh state', async () => {
    await newWorld().create({ tumblingMs });
    count();
    await world.put(['a']);
    await world.advance(60_000);
    await world.put(['b']);

    expect(seen()).toEqual([
      [['a'], {}, false],
      [[], { count: 1 }, true],
      [['b'], {}, false],
    ]);
  });

  test('holds the records that arrived in it, also when they are read long after', async () => {
    newWorld().stream.put(['a', 'b']);
    await world.advance(60_000);
    world.stream.put(['c']);
    await world.advance(600_000);
    count();

    await world.create({ tumblingMs });

    expect(seen()).toEqual([
      [['a', 'b'], {}, false],
      [[], { count: 2 }, true],
      [['c'], {}, false],
      [[], { count: 1 }, true],
    ]);
  });

  test('ends with its shard, and the child begins with a fresh state', async () => {
    await newWorld().create({ tumblingMs });
    count();
    await world.put(['parent']);
    const child = world.stream.addShard(['shardId-000000000000']);
    await world.put(['child'], child);

    expect(seen()).toEqual([
      [['parent'], {}, false],
      [[], { count: 1 }, true],
      [['child'], {}, false],
    ]);
    expect(world.checkpoint()?.isEnded).toBe(true);
  });

  test('ends early when its state is larger than 1 MB', async () => {
    await newWorld().create({ tumblingMs });
    world.answer = () => ok({ state: 'x'.repeat(1024 * 1024) });
    await world.put(['a']);

    expect(world.windows.at(-1)).toMatchObject({ isFinalInvokeForWindow: true, isWindowTerminatedEarly: true });
    expect(world.batches).toEqual([['a'], []]);
  });

  test('waits with everything until its last invocation succeeds', async () => {
    await newWorld().create({ tumblingMs, retriesMax: 0 });
    let mayEnd = false;
    world.answer = () => (world.windows.at(-1)?.isFinalInvokeForWindow && !mayEnd ? failed() : ok({ state: 1 }));
    await world.put(['a']);
    await world.advance(60_000);
    await world.put(['b']);
    for (let minute = 0; minute < 5; minute += 1) await world.advance(60_000);
    expect(world.batches.flat()).toEqual(['a']);
    expect(world.batches.length).toBeGreaterThan(5);
    expect(world.reports).toEqual([]);

    mayEnd = true;
    await world.advance(60_000);

    expect(world.batches.flat()).toEqual(['a', 'b']);
  });

  test('keeps its state over retries and over what is given up', async () => {
    await newWorld().create({ tumblingMs, batchSize: 1, retriesMax: 1 });
    count();
    const { answer } = world;
    world.answer = (texts, sequenceNumbers) => (texts.includes('poison') ? failed() : answer(texts, sequenceNumbers));
    await world.put(['a', 'poison', 'b']);
    await world.advance(1_000);

    expect(seen()).toEqual([
      [['a'], {}, false],
      [['poison'], { count: 1 }, false],
      [['poison'], { count: 1 }, false],
      [['b'], { count: 1 }, false],
    ]);
  });

  test('takes the state of a partial response', async () => {
    await newWorld().create({ tumblingMs, reportsItemFailures: true });
    world.answer = (texts, [, second]) =>
      texts.length === 1 ? ok() : { ...failures(), payload: Buffer.from(partial(second ?? '')) };
    await world.put(['a', 'b']);
    await world.advance(1_000);

    expect(seen()).toEqual([
      [['a', 'b'], {}, false],
      [['b'], { count: 1 }, false],
    ]);
  });

  test('goes on after a restart where its checkpoint and its state stand', async () => {
    await newWorld().create({ tumblingMs });
    count();
    await world.put(['a', 'b']);
    await world.stop();
    await world.start({ tumblingMs });
    await world.put(['c']);
    await world.advance(60_000);

    expect(seen()).toEqual([
      [['a', 'b'], {}, false],
      [['c'], { count: 2 }, false],
      [[], { count: 3 }, true],
    ]);
  });

  test('that ended while nobody ran is ended at the next start', async () => {
    await newWorld().create({ tumblingMs });
    count();
    await world.put(['a']);
    await world.stop();
    await world.advance(120_000);

    await world.start({ tumblingMs });
    await settle();

    expect(seen().at(-1)).toEqual([[], { count: 1 }, true]);
  });

  test('of another length begins with a fresh state', async () => {
    await newWorld().create({ tumblingMs });
    count();
    await world.put(['a']);
    await world.stop();
    await world.start({ tumblingMs: 2 * tumblingMs });
    await world.put(['b']);

    expect(seen().at(-1)).toEqual([['b'], {}, false]);
  });
});

function partial(itemIdentifier: string): string {
  return JSON.stringify({ state: { count: 1 }, batchItemFailures: [{ itemIdentifier }] });
}

test('the event has AWS’s members beside its records', () => {
  const context = { window: first, state: { a: 1 }, isFinalInvokeForWindow: false, isWindowTerminatedEarly: false };

  expect(JSON.parse(withWindow(Buffer.from('{"Records":[]}'), 'shard', 'arn', context).toString())).toEqual({
    Records: [],
    ...context,
    shardId: 'shard',
    eventSourceARN: 'arn',
  });
});
