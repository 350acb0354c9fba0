/** A test for each sentence of AWS's documentation on Kinesis event source mappings. */
import { afterEach, describe, expect, test } from '@jest/globals';

import { failed, ok, StreamWorld } from '../support/stream-world.ts';
import { settle } from '../support/turns.ts';

let world = new StreamWorld();
const newWorld = (shardCount?: number): StreamWorld => (world = new StreamWorld(shardCount));
afterEach(() => world.close());

const position = (sequenceNumber: string | undefined) => ({
  position: { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber },
  isEnded: false,
});

describe('batches', () => {
  test('a record is invoked at once when there is no window', async () => {
    await newWorld().create();

    await world.put(['a']);

    expect(world.batches).toEqual([['a']]);
  });

  test('a batch holds at most the batch size, in the order of the shard', async () => {
    newWorld().stream.put(['a', 'b', 'c', 'd', 'e']);

    await world.create({ batchSize: 2 });

    expect(world.batches).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('a batch holds at most 6 MB', async () => {
    const large = ['1', '2', '3'].map((digit) => digit.repeat(2.5 * 1024 * 1024));
    newWorld().stream.put(large);

    await world.create();

    expect(world.batches.map((texts) => texts.length)).toEqual([2, 1]);
  });

  test('a window gathers records until it is over', async () => {
    await newWorld().create({ windowMs: 5_000 });
    await world.put(['a']);
    await world.advance(4_999);
    await world.put(['b']);
    expect(world.batches).toEqual([]);

    await world.advance(1);

    expect(world.batches).toEqual([['a', 'b']]);
  });

  test('a full batch does not wait for its window', async () => {
    await newWorld().create({ windowMs: 5_000, batchSize: 2 });

    await world.put(['a', 'b', 'c']);

    expect(world.batches).toEqual([['a', 'b']]);
  });

  test('a batch of 6 MB does not wait for its window', async () => {
    await newWorld().create({ windowMs: 5_000 });

    await world.put(['x'.repeat(4 * 1024 * 1024), 'y'.repeat(4 * 1024 * 1024)]);

    expect(world.batches).toHaveLength(1);
  });

  test('one batch of a shard runs at a time', async () => {
    await newWorld().create({ batchSize: 1 });
    const finish = Promise.withResolvers<void>();
    world.answer = async () => {
      await finish.promise;
      return ok();
    };
    await world.put(['a', 'b']);
    expect(world.batches).toEqual([['a']]);

    finish.resolve();
    await settle();

    expect(world.batches).toEqual([['a'], ['b']]);
  });

  test('shards are worked side by side', async () => {
    await newWorld(2).create();
    const finish = Promise.withResolvers<void>();
    world.answer = async () => {
      await finish.promise;
      return ok();
    };

    await world.put(['a'], 'shardId-000000000000');
    await world.put(['b'], 'shardId-000000000001');

    expect(world.batches).toEqual([['a'], ['b']]);
    finish.resolve();
  });
});

describe('parallelization factor', () => {
  test('batches of one shard run at once, and records of one key stay in order', async () => {
    await newWorld().create({ batchSize: 2, parallelizationFactor: 4 });
    let running = 0;
    let runningMax = 0;
    world.answer = async () => {
      running += 1;
      runningMax = Math.max(runningMax, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return ok();
    };
    const texts = Array.from({ length: 60 }, (_, index) => `key${index % 7}:${index}`);

    await world.put(texts);
    for (let turn = 0; turn < 20; turn += 1) await settle();

    expect(runningMax).toBeGreaterThan(1);
    expect(runningMax).toBeLessThanOrEqual(4);
    for (const key of ['key0', 'key1', 'key6']) {
      expect(world.batches.flat().filter((text) => text.startsWith(key))).toEqual(
        texts.filter((text) => text.startsWith(key)),
      );
    }
    expect(world.checkpoint()).toEqual(position(world.stream.shards()[0]?.records.at(-1)?.sequenceNumber));
  });

  test('the checkpoint waits for the slowest batch', async () => {
    await newWorld().create({ batchSize: 1, parallelizationFactor: 10 });
    const slow = Promise.withResolvers<void>();
    world.answer = async ([text]) => {
      if (text === 'slow:1') await slow.promise;
      return ok();
    };
    const [first] = await world.put(['other:0', 'slow:1', 'other:2']);
    expect(world.batches.flat().toSorted()).toEqual(['other:0', 'other:2', 'slow:1']);
    expect(world.checkpoint()).toEqual(position(first));

    slow.resolve();
    await settle();

    expect(world.checkpoint()?.position).not.toEqual(position(first).position);
  });
});

describe('starting position', () => {
  test('TRIM_HORIZON begins with the oldest record', async () => {
    newWorld().stream.put(['old']);

    await world.create({}, { kind: 'TRIM_HORIZON' });

    expect(world.batches).toEqual([['old']]);
  });

  test('LATEST begins with what comes after the creation', async () => {
    newWorld().stream.put(['old']);

    await world.create({}, { kind: 'LATEST' });
    await world.put(['new']);

    expect(world.batches).toEqual([['new']]);
  });

  test('LATEST on an empty stream misses nothing that comes before the first read', async () => {
    newWorld();
    const created = world.create({}, { kind: 'LATEST' });
    world.stream.put(['new']);

    await created;

    expect(world.batches).toEqual([['new']]);
  });

  test('AT_TIMESTAMP begins with the first record of that time', async () => {
    newWorld().stream.put(['old']);
    await world.advance(10_000);
    const timestampMs = world.clock.nowMs();
    world.stream.put(['new']);

    await world.create({}, { kind: 'AT_TIMESTAMP', timestampMs });

    expect(world.batches).toEqual([['new']]);
  });
});

describe('resharding', () => {
  test('a parent shard is worked to its end before its child', async () => {
    newWorld().stream.put(['parent 1', 'parent 2']);
    const child = world.stream.addShard(['shardId-000000000000']);
    world.stream.put(['child'], child);
    let failuresLeft = 2;
    world.answer = () => (failuresLeft-- > 0 ? failed() : ok());

    await world.create({ batchSize: 1 });
    expect(world.batches).toEqual([['parent 1']]);
    await world.drain();

    expect(world.batches).toEqual([['parent 1'], ['parent 1'], ['parent 1'], ['parent 2'], ['child']]);
    expect(world.checkpoint('shardId-000000000000')?.isEnded).toBe(true);
  });

  test('a merged shard waits for both parents', async () => {
    await newWorld(2).create();
    const slow = Promise.withResolvers<void>();
    world.answer = async ([text]) => {
      if (text === 'second parent') await slow.promise;
      return ok();
    };
    await world.put(['second parent'], 'shardId-000000000001');
    const child = world.stream.addShard(['shardId-000000000000', 'shardId-000000000001']);
    await world.put(['child'], child);
    expect(world.batches).toEqual([['second parent']]);

    slow.resolve();
    await settle();

    expect(world.batches).toEqual([['second parent'], ['child']]);
  });

  test('a shard that appears later is read from its beginning, also after LATEST', async () => {
    await newWorld().create({}, { kind: 'LATEST' });
    const child = world.stream.addShard(['shardId-000000000000']);

    await world.put(['first of the child'], child);

    expect(world.batches).toEqual([['first of the child']]);
  });

  test('the rest of a closed shard does not wait for its window', async () => {
    await newWorld().create({ windowMs: 60_000 });
    await world.put(['a']);

    world.stream.addShard(['shardId-000000000000']);
    await settle();

    expect(world.batches).toEqual([['a']]);
  });
});

describe('checkpoint', () => {
  test('it moves only after the batch has succeeded', async () => {
    await newWorld().create();
    const before = world.checkpoint();
    let answer = failed();
    world.answer = () => answer;
    const [sequenceNumber] = await world.put(['a']);
    expect(world.checkpoint()).toEqual(before);

    answer = ok();
    await world.drain();

    expect(world.checkpoint()).toEqual(position(sequenceNumber));
  });

  test('a new start goes on from it: at least once', async () => {
    await newWorld().create({ batchSize: 1 });
    world.answer = ([text]) => (text === 'a' ? ok() : failed());
    await world.put(['a', 'b']);
    await world.stop();

    world.answer = () => ok();
    await world.start();

    expect(world.batches).toEqual([['a'], ['b'], ['b']]);
  });

  test('disabling lets the batch under way end and keeps what it achieved', async () => {
    await newWorld().create({ batchSize: 1 });
    const finish = Promise.withResolvers<void>();
    world.answer = async () => {
      await finish.promise;
      return ok();
    };
    const [first] = await world.put(['a', 'b']);

    const stopped = world.stop();
    finish.resolve();
    await stopped;

    expect(world.batches).toEqual([['a']]);
    expect(world.checkpoint()).toEqual(position(first));
  });

  test('a batch that fails because the cloud stops is not given up', async () => {
    await newWorld().create({ retriesMax: 0 });
    const finish = Promise.withResolvers<void>();
    world.answer = async () => {
      await finish.promise;
      return failed();
    };
    await world.put(['a']);

    const stopped = world.stop();
    finish.resolve();
    await stopped;

    expect(world.reports).toEqual([]);
    expect(world.checkpoint()?.position.kind).toBe('TRIM_HORIZON');
  });
});
