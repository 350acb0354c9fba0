/** What a stream's mapping does with failures, and with records that a filter leaves out. */
import { afterEach, describe, expect, test } from '@jest/globals';

import { compileFilter } from '../../../../../localstack/services/lambda/mappings/event-filter.ts';
import { failed, failures, ok, StreamWorld, throttled } from '../support/stream-world.ts';

let world = new StreamWorld();
const newWorld = (shardCount?: number): StreamWorld => (world = new StreamWorld(shardCount));
afterEach(() => world.close());

const position = (sequenceNumber: string | undefined) => ({
  position: { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber },
  isEnded: false,
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
  const filter = compileFilter(['{"data":{"kind":["wanted"]}}'], 'kinesis');
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
