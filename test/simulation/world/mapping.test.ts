/** The event source mapping of the simulation does what Lambda's documentation says. */
import { expect, test } from '@jest/globals';
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';

import type { FaultKind } from '../engine/fault-kinds.ts';
import { FunctionPool } from '../engine/function-pool.ts';
import { Run } from '../engine/run.ts';
import { EventLog } from './event-log.ts';
import { Mapping } from './mapping.ts';
import type { GivenUp, LogConsumer } from './mapping.ts';

/** A log with a consumer whose answers a test decides: it gets the texts of a batch and gives those that failed. */
function mappedLog(kinds: readonly FaultKind[], failed: (texts: readonly string[]) => readonly string[] | 'throws') {
  const run = new Run(1, { kinds: new Set(kinds) });
  const log = new EventLog(run);
  const batches: string[][] = [];
  const acknowledged: string[] = [];
  const givenUp: GivenUp[] = [];
  const textOf = (dataBase64: string) => Buffer.from(dataBase64, 'base64').toString();
  const pool = new FunctionPool<KinesisStreamEvent, KinesisStreamBatchResponse>(
    run,
    'consumer',
    60_000,
    () =>
      async ({ Records }) => {
        const texts = Records.map(({ kinesis }) => textOf(kinesis.data));
        batches.push(texts);
        const answer = failed(texts);
        if (answer === 'throws') throw new Error('the function failed');
        const failures = Records.filter(({ kinesis }) => answer.includes(textOf(kinesis.data)));
        return { batchItemFailures: failures.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })) };
      },
  );
  const consumer: LogConsumer = {
    name: 'consumer',
    pool,
    givenUp,
    delivered: () => undefined,
    acknowledged: ({ dataBase64 }) => void acknowledged.push(textOf(dataBase64)),
  };
  const put = (texts: readonly string[], key = 'mara') => {
    for (const text of texts) log.put(key, Buffer.from(text), false);
  };
  const start = () => new Mapping(run, log, consumer, -Infinity);
  return { run, log, put, start, batches, acknowledged, givenUp };
}

test('records of a shard come in order, each until it is acknowledged', async () => {
  const { run, put, start, batches, acknowledged } = mappedLog([], () => []);
  put(['a', 'b', 'c']);
  const mapping = start();

  await run.timeline.run();

  expect(batches.flat()).toEqual(['a', 'b', 'c']);
  expect(acknowledged).toEqual(['a', 'b', 'c']);
  expect(mapping.isAtTip).toBe(true);
});

test('delivery begins again at the lowest record that failed, and what came before it is through', async () => {
  let isFirst = true;
  const { run, put, start, batches, acknowledged } = mappedLog([], (texts) => {
    const failed = isFirst && texts.includes('c') ? ['c', 'b'] : [];
    isFirst &&= failed.length === 0;
    return failed;
  });
  put(['a', 'b', 'c', 'd']);
  start();

  await run.timeline.run();

  const second = batches.findIndex((texts, index) => index > 0 && texts[0] === 'b');
  expect(second).toBeGreaterThan(0);
  expect(acknowledged).toEqual(['a', 'b', 'c', 'd']);
});

test('a batch that fails as a whole is cut until the bad record stands alone', async () => {
  let failures = 0;
  const { run, put, start, batches, acknowledged } = mappedLog(['batch-bisected'], (texts) => {
    if (texts.includes('bad') && (failures += 1) < 8) return 'throws';
    return [];
  });
  put(['a', 'b', 'bad', 'c']);
  start();

  await run.timeline.run();

  expect(batches).toContainEqual(['bad']);
  expect(acknowledged).toEqual(['a', 'b', 'bad', 'c']);
});

test('what fails too often is given up by its place, and the shard goes on', async () => {
  const { run, put, start, acknowledged, givenUp } = mappedLog(['retries-exhausted', 'batch-bisected'], (texts) =>
    texts.includes('bad') ? 'throws' : [],
  );
  put(['bad', 'a', 'b']);
  start();

  await run.timeline.run();

  expect(givenUp[0]).toEqual({ shardId: 'shardId-000000000000', from: 0, to: expect.any(Number) });
  expect(acknowledged).not.toContain('bad');
  put(['c']);
  await run.timeline.run();
  expect(acknowledged).toContain('c');
});

test('a child shard is read after its parents', async () => {
  const { run, log, put, start, acknowledged } = mappedLog([], () => []);
  put(['a', 'b']);
  log.split();
  log.split();
  put(['c', 'd']);
  start();

  await run.timeline.run();

  expect(acknowledged).toEqual(['a', 'b', 'c', 'd']);
});

test('a mapping that is made again at the beginning delivers everything once more', async () => {
  const { run, put, start, acknowledged } = mappedLog([], () => []);
  put(['a', 'b']);
  start();
  await run.timeline.run();

  start();
  await run.timeline.run();

  expect(acknowledged).toEqual(['a', 'b', 'a', 'b']);
});

test('a mapping that stands still delivers nothing, and goes on where it was', async () => {
  const { run, put, start, acknowledged } = mappedLog([], () => []);
  const mapping = start();
  mapping.isPaused = true;
  put(['a']);
  await run.timeline.run();
  expect(acknowledged).toEqual([]);

  mapping.resume();
  await run.timeline.run();

  expect(acknowledged).toEqual(['a']);
});
