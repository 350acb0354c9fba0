/** A test for each sentence of AWS's documentation on Kinesis event source mappings. */
import { afterEach, describe, expect, test } from '@jest/globals';

import { compileFilter } from '../../../../../localstack/services/lambda/mappings/event-filter.ts';
import { failed, failures, ok, StreamWorld, throttled } from '../support/stream-world.ts';
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

describe('errors', () => {
  test('a failed batch blocks its shard and is tried again until it succeeds', async () => {
    await newWorld().create({ batchSize: 1 });
    let failuresLeft = 30;
    world.answer = () => (failuresLeft-- > 0 ? failed() : ok());
    await world.put(['a', 'b']);

    await world.drain();

    expect(world.batches.slice(0, 31)).toEqual(Array.from({ length: 31 }, () => ['a']));
    expect(world.batches.at(-1)).toEqual(['b']);
  });

  test('retries back off', async () => {
    await newWorld().create();
    world.answer = () => failed();
    await world.put(['a']);
    await world.advance(499);
    expect(world.batches).toHaveLength(1);
    await world.advance(1);
    expect(world.batches).toHaveLength(2);
    await world.advance(999);
    expect(world.batches).toHaveLength(2);

    await world.advance(1);

    expect(world.batches).toHaveLength(3);
  });

  test('when the retries are used up the batch is reported and the shard goes on', async () => {
    await newWorld().create({ batchSize: 2, retriesMax: 2 });
    world.answer = (texts) => (texts.includes('poison') ? failed() : ok());
    const sequenceNumbers = await world.put(['a', 'poison', 'b']);

    await world.drain();

    expect(world.batches).toEqual([['a', 'poison'], ['a', 'poison'], ['a', 'poison'], ['b']]);
    expect(world.reports).toEqual([{ texts: ['a', 'poison'], reason: 'RetryAttemptsExhausted', invocations: 3 }]);
    expect(world.checkpoint()).toEqual(position(sequenceNumbers.at(-1)));
  });

  test('without retries a batch has one try', async () => {
    await newWorld().create({ retriesMax: 0 });
    world.answer = () => failed();

    await world.put(['a']);

    expect(world.batches).toEqual([['a']]);
    expect(world.reports).toHaveLength(1);
  });

  test('a throttle is tried again without counting as a retry', async () => {
    await newWorld().create({ retriesMax: 0 });
    let throttlesLeft = 5;
    world.answer = () => (throttlesLeft-- > 0 ? throttled() : ok());
    await world.put(['a']);

    await world.drain();

    expect(world.batches).toHaveLength(6);
    expect(world.reports).toEqual([]);
  });

  test('records that get too old while they are retried are reported', async () => {
    await newWorld().create({ recordAgeMsMax: 60_000 });
    world.answer = () => failed();
    await world.put(['a']);

    await world.drain();

    expect(world.reports).toMatchObject([{ texts: ['a'], reason: 'RecordAgeExceeded' }]);
  });

  test('a record that is too old at once never reaches the function', async () => {
    newWorld().stream.put(['old']);
    await world.advance(60_001);
    world.stream.put(['new']);

    await world.create({ recordAgeMsMax: 60_000 });

    expect(world.batches).toEqual([['new']]);
    expect(world.reports).toEqual([{ texts: ['old'], reason: 'RecordAgeExceeded', invocations: 0 }]);
  });

  test('records that expire in the stream are not retried for ever', async () => {
    await newWorld().create();
    world.answer = ([text]) => (text === 'a' ? failed() : ok());
    await world.put(['a', 'b']);

    world.stream.expire(1);
    await world.drain();

    expect(world.reports).toMatchObject([{ texts: ['a'], reason: 'RecordAgeExceeded' }]);
    expect(world.batches.at(-1)).toEqual(['b']);
  });

  test('a stream that cannot be read is tried again', async () => {
    await newWorld().create();
    world.stream.isGone = true;
    await world.put(['a']);
    expect(world.faults).not.toEqual([]);

    world.stream.isGone = false;
    await world.advance(10_000);

    expect(world.batches).toEqual([['a']]);
  });
});

describe('bisecting', () => {
  test('a failed batch is split until the bad record stands alone', async () => {
    await newWorld().create({ mayBisect: true, retriesMax: 0 });
    world.answer = (texts) => (texts.includes('poison') ? failed() : ok());

    await world.put(['a', 'b', 'poison', 'c']);

    expect(world.batches).toEqual([['a', 'b', 'poison', 'c'], ['a', 'b'], ['poison', 'c'], ['poison'], ['c']]);
    expect(world.reports).toEqual([{ texts: ['poison'], reason: 'RetryAttemptsExhausted', invocations: 3 }]);
  });

  test('a split does not count as a retry', async () => {
    await newWorld().create({ mayBisect: true, retriesMax: 1 });
    world.answer = (texts) => (texts.includes('poison') ? failed() : ok());
    await world.put(['a', 'poison']);

    await world.drain();

    expect(world.batches).toEqual([['a', 'poison'], ['a'], ['poison'], ['poison']]);
    expect(world.reports).toHaveLength(1);
  });
});

describe('partial batch responses', () => {
  const settings = { reportsItemFailures: true, retriesMax: 3 };

  test('the lowest reported sequence number becomes the checkpoint', async () => {
    await newWorld().create(settings);
    let isFirst = true;
    world.answer = (_, [, second, third]) => {
      const answer = isFirst ? failures(third ?? '', second ?? '') : ok();
      isFirst = false;
      return answer;
    };
    const [first] = await world.put(['a', 'b', 'c', 'd']);
    expect(world.checkpoint()).toEqual(position(first));

    await world.drain();

    expect(world.batches).toEqual([
      ['a', 'b', 'c', 'd'],
      ['b', 'c', 'd'],
    ]);
  });

  test('with bisecting the batch is cut at the reported record, which is no retry', async () => {
    await newWorld().create({ ...settings, mayBisect: true, retriesMax: 0 });
    world.answer = (texts, sequenceNumbers) => {
      const index = texts.indexOf('poison');
      return index < 0 ? ok() : failures(sequenceNumbers[index] ?? '');
    };

    await world.put(['a', 'b', 'poison', 'c', 'd', 'e']);

    expect(world.batches).toEqual([
      ['a', 'b', 'poison', 'c', 'd', 'e'],
      ['poison', 'c', 'd', 'e'],
      ['poison', 'c'],
      ['poison'],
      ['c'],
      ['d', 'e'],
    ]);
    expect(world.reports).toMatchObject([{ texts: ['poison'] }]);
  });

  test.each([
    ['an empty list', { batchItemFailures: [] }],
    ['a null list', { batchItemFailures: null }],
    ['an empty response', {}],
    ['a null response', null],
  ])('%s is success', async (_, response) => {
    await newWorld().create(settings);
    world.answer = () => ok(response);

    await world.put(['a']);
    await world.drain();

    expect(world.batches).toEqual([['a']]);
    expect(world.reports).toEqual([]);
  });

  test.each([
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a wrong key', { batchItemFailures: [{ sequenceNumber: '1' }] }],
    ['an unknown identifier', { batchItemFailures: [{ itemIdentifier: '1' }] }],
    ['something else than a list', { batchItemFailures: 'all' }],
  ])('%s is failure of the whole batch', async (_, response) => {
    await newWorld().create({ ...settings, retriesMax: 0 });
    world.answer = () => ok(response);

    await world.put(['a', 'b']);

    expect(world.reports).toMatchObject([{ texts: ['a', 'b'] }]);
  });

  test('they mean nothing when they are not turned on', async () => {
    await newWorld().create();
    world.answer = (_, [first]) => failures(first ?? '');

    await world.put(['a']);
    await world.drain();

    expect(world.batches).toEqual([['a']]);
  });
});

describe('filters', () => {
  const filter = compileFilter(['{"data":{"kind":["wanted"]}}'], 'data');
  const wanted = JSON.stringify({ kind: 'wanted' });
  const other = JSON.stringify({ kind: 'other' });

  test('records that do not match count as processed', async () => {
    await newWorld().create({ filter });

    const sequenceNumbers = await world.put([other, wanted, other, 'no json']);

    expect(world.batches).toEqual([[wanted]]);
    expect(world.checkpoint()).toEqual(position(sequenceNumbers.at(-1)));
  });

  test('a long run of them is passed without an invocation', async () => {
    newWorld().stream.put(Array.from({ length: 25 }, () => other));
    world.stream.put([wanted]);

    await world.create({ filter, batchSize: 10 });
    for (let page = 0; page < 3; page += 1) await world.advance(0);

    expect(world.batches).toEqual([[wanted]]);
  });

  test('the checkpoint passes those that stand behind a finished record', async () => {
    await newWorld().create({ filter, batchSize: 1 });
    world.answer = () => failed();
    await world.put([wanted, other]);
    expect(world.checkpoint()?.position.kind).toBe('TRIM_HORIZON');

    world.answer = () => ok();
    await world.advance(500);

    expect(world.checkpoint()).toEqual(position(world.stream.shards()[0]?.records.at(-1)?.sequenceNumber));
  });
});
