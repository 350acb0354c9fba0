import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { LogLoss } from '../../../../../localstack/services/kinesis/log/log-loss.ts';
import { ShardLog, type LogOptions } from '../../../../../localstack/services/kinesis/log/shard-log.ts';
import { temporaryFolder } from '../kinesis-world.ts';
import { faultyFiles } from './full-disk.ts';

const everything = { recordsMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER };

function append(log: ShardLog, texts: readonly string[], nowMs = 1000): void {
  for (const text of texts) log.stage(nowMs, 0, `key of ${text.slice(0, 9)}`, Buffer.from(text).toString('base64'));
  log.commit();
}

function textsIn(log: ShardLog, from = 0): string[] {
  return log.read(from, everything).records.map(({ data }) => data.toString());
}

function reopened(folder: string, options: LogOptions = {}): ShardLog {
  return new ShardLog(folder, options);
}

test('a record comes back with its ordinal, arrival, flags, key and data', () => {
  const log = new ShardLog(temporaryFolder());

  log.stage(1_763_640_000_123, 1, 'ключ', Buffer.from([0, 255, 10]).toString('base64'));
  log.commit();

  expect(log.read(0, everything)).toEqual({
    next: 2,
    records: [
      { ordinal: 1, arrivalMs: 1_763_640_000_123, flags: 1, partitionKey: 'ключ', data: Buffer.from([0, 255, 10]) },
    ],
  });
});

test('staged records are not in the log before their commit, which is one write', () => {
  const files = faultyFiles();
  const log = new ShardLog(temporaryFolder(), { files });
  files.writeCount = 0;

  log.stage(1, 0, 'k', 'YQ==');
  log.stage(1, 0, 'k', 'Yg==');
  expect(textsIn(log)).toEqual([]);
  log.commit();

  expect(textsIn(log)).toEqual(['a', 'b']);
  expect(files.writeCount).toBe(1);
});

test('data that is not base64 is not staged', () => {
  const log = new ShardLog(temporaryFolder());

  expect(log.stage(1, 0, 'k', 'n*t base64')).toBeUndefined();
  expect(log.stage(1, 0, 'k', 'YQ=')).toBeUndefined();
  log.commit();

  expect(log.nextOrdinal).toBe(1);
});

test('arrivals never go back, though the clock does', () => {
  const log = new ShardLog(temporaryFolder());

  append(log, ['a'], 2000);
  append(log, ['b'], 1000);

  expect(log.read(0, everything).records.map(({ arrivalMs }) => arrivalMs)).toEqual([2000, 2000]);
});

test('whatever is appended, however segments are cut, is read back from any ordinal and found by time, now and after reopening', () => {
  const step = fc.record({ sizes: fc.array(fc.nat(400), { maxLength: 12 }), laterMs: fc.nat(50) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 64, max: 4000 }), (steps, segmentBytesMax) => {
      const folder = temporaryFolder();
      const log = new ShardLog(folder, { segmentBytesMax });
      const model: { text: string; arrivalMs: number }[] = [];
      let nowMs = 1000;
      for (const { sizes, laterMs } of steps) {
        nowMs += laterMs;
        const texts = sizes.map((size, index) => `${model.length + index}:${'x'.repeat(size)}`);
        append(log, texts, nowMs);
        for (const text of texts) model.push({ text, arrivalMs: nowMs });
      }
      log.close();

      for (const opened of [reopened(folder, { segmentBytesMax }), reopened(folder, { segmentBytesMax })]) {
        expect(opened.nextOrdinal).toBe(model.length + 1);
        for (const from of [1, Math.ceil(model.length / 2), model.length]) {
          const texts = model.slice(Math.max(0, from - 1)).map(({ text }) => text);
          expect(textsIn(opened, from)).toEqual(texts);
        }
        for (const timeMs of [0, 1000, (1000 + nowMs) / 2, nowMs, nowMs + 1]) {
          const found = model.findIndex(({ arrivalMs }) => arrivalMs >= timeMs);
          expect(opened.ordinalAt(timeMs)).toBe(found < 0 ? model.length + 1 : found + 1);
        }
        opened.close();
      }
    }),
    { numRuns: 40, seed: 7 },
  );
});

test('a read stops at its limits and tells where to go on', () => {
  const log = new ShardLog(temporaryFolder(), { segmentBytesMax: 200 });
  append(log, ['aaaa', 'bbbb', 'cccc']);
  append(log, ['dddd']);

  const byCount = log.read(1, { recordsMax: 2, bytesMax: 1000 });
  const byBytes = log.read(byCount.next, { recordsMax: 10, bytesMax: 20 });
  const oversized = log.read(1, { recordsMax: 10, bytesMax: 1 });

  expect([byCount.records.length, byCount.next]).toEqual([2, 3]);
  expect([byBytes.records.length, byBytes.next]).toEqual([1, 4]);
  expect([oversized.records.length, oversized.next]).toEqual([1, 2]);
});

test('a record larger than what is read at once comes back whole', () => {
  const log = new ShardLog(temporaryFolder());
  const large = 'x'.repeat(3 * 1024 * 1024);

  append(log, ['before', large, 'after']);

  expect(textsIn(log)).toEqual(['before', large, 'after']);
});

describe('a torn tail', () => {
  const built = (): { bytes: Buffer; name: string; lastBytes: number } => {
    const folder = temporaryFolder();
    const log = new ShardLog(folder);
    append(log, ['first', 'second']);
    const before = log.sizeBytes;
    append(log, ['the last one']);
    log.close();
    const name = readdirSync(folder)[0] ?? '';
    const bytes = readFileSync(join(folder, name));
    return { bytes, name, lastBytes: bytes.length - before };
  };

  test('is cut off wherever the last record was cut, and appends go on after it', () => {
    const { bytes, name, lastBytes } = built();
    const folder = temporaryFolder();
    for (let missing = 1; missing <= lastBytes; missing += 1) {
      const path = join(folder, String(missing));
      mkdirSync(path);
      writeFileSync(join(path, name), bytes.subarray(0, bytes.length - missing));

      const cuts: number[] = [];
      const log = new ShardLog(path, { onTailCut: (_, cutBytes) => cuts.push(cutBytes) });
      append(log, ['next']);

      expect(textsIn(log)).toEqual(['first', 'second', 'next']);
      expect(cuts).toEqual(missing === lastBytes ? [] : [lastBytes - missing]);
      log.close();
      expect(textsIn(new ShardLog(path))).toEqual(['first', 'second', 'next']);
    }
  });

  test('is cut off whichever byte of the last record is damaged', () => {
    const { bytes, name, lastBytes } = built();
    const folder = temporaryFolder();
    for (let at = bytes.length - lastBytes; at < bytes.length; at += 1) {
      const path = join(folder, String(at));
      mkdirSync(path);
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x41;
      writeFileSync(join(path, name), damaged);

      expect(textsIn(new ShardLog(path))).toEqual(['first', 'second']);
    }
  });

  test('of a segment that has not even its head leaves the segments before it as they were', () => {
    const folder = temporaryFolder();
    const log = new ShardLog(folder, { segmentBytesMax: 20 });
    append(log, ['a']);
    append(log, ['b']);
    log.close();
    truncateSync(
      join(
        folder,
        readdirSync(folder)
          .filter((name) => name.endsWith('.segment'))
          .at(-1) ?? '',
      ),
      7,
    );

    const opened = reopened(folder, { segmentBytesMax: 20 });
    append(opened, ['c']);

    expect(textsIn(opened)).toEqual(['a', 'c']);
  });
});

test('an index that is missing or damaged is built again from its segment', () => {
  const folder = temporaryFolder();
  const log = new ShardLog(folder, { segmentBytesMax: 20 });
  for (const text of ['a', 'b', 'c']) append(log, [text]);
  log.close();
  const indexes = readdirSync(folder).filter((name) => name.endsWith('.index'));
  writeFileSync(join(folder, indexes[0] ?? ''), '');
  appendFileSync(join(folder, indexes[1] ?? ''), 'more');

  expect(indexes).toHaveLength(2);
  expect(textsIn(reopened(folder))).toEqual(['a', 'b', 'c']);
});

test('a full segment whose end is damaged is told, and kept as it is, with or without its index', () => {
  const folder = temporaryFolder();
  const log = new ShardLog(folder, { segmentBytesMax: 20 });
  for (const text of ['a', 'b']) append(log, [text]);
  log.close();
  const first = join(folder, '0000000000000001.segment');
  const damaged = readFileSync(first);
  damaged[damaged.length - 1] = 0;
  writeFileSync(first, damaged);
  for (const spoil of [() => undefined, () => truncateSync(`${first}.index`, 3)]) {
    spoil();
    const losses: LogLoss[] = [];

    expect(textsIn(reopened(folder, { onLost: (loss) => losses.push(loss) }))).toEqual(['b']);
    expect(losses[0]).toMatchObject({ path: first, what: 'records are damaged', firstOrdinal: 1, offset: 24 });
    expect(readFileSync(first)).toEqual(damaged);
  }
});

test('a file that is no segment is a fault, not a new log', () => {
  const folder = temporaryFolder();
  const log = new ShardLog(folder);
  append(log, ['a']);
  log.close();
  const path = join(folder, '0000000000000001.segment');
  copyFileSync(path, join(folder, '0000000000000009.segment'));

  expect(() => reopened(folder)).toThrow('does not begin as a segment of 9 does');
});

describe('a full disk', () => {
  test('fails the commit and leaves the log as it was', () => {
    const folder = temporaryFolder();
    const files = faultyFiles();
    const log = new ShardLog(folder, { files });
    append(log, ['kept']);
    for (let roomBytes = 0; roomBytes < 60; roomBytes += 1) {
      files.roomBytes = roomBytes;
      expect(() => append(log, ['one', 'two'])).toThrow('ENOSPC');
      files.roomBytes = undefined;
      expect(textsIn(log)).toEqual(['kept']);
    }

    append(log, ['after']);

    expect(textsIn(log)).toEqual(['kept', 'after']);
    log.close();
    expect(textsIn(reopened(folder))).toEqual(['kept', 'after']);
  });

  test('that cannot even be tidied refuses everything until it can', () => {
    const files = faultyFiles();
    const log = new ShardLog(temporaryFolder(), { files });
    append(log, ['kept']);
    files.roomBytes = 10;
    expect(() => append(log, ['half of it'])).toThrow('ENOSPC');
    files.roomBytes = undefined;
    files.mayTruncate = false;
    expect(() => append(log, ['on top'])).toThrow('EIO');

    files.mayTruncate = true;
    append(log, ['after']);

    expect(textsIn(log)).toEqual(['kept', 'after']);
  });

  test('at the beginning of a segment leaves the full one in use', () => {
    const folder = temporaryFolder();
    const files = faultyFiles();
    const log = new ShardLog(folder, { files, segmentBytesMax: 20 });
    append(log, ['a']);
    files.roomBytes = 5;
    expect(() => append(log, ['b'])).toThrow('ENOSPC');
    files.roomBytes = undefined;

    append(log, ['c']);

    expect(textsIn(log)).toEqual(['a', 'c']);
    log.close();
    expect(textsIn(reopened(folder))).toEqual(['a', 'c']);
  });
});

test('expiring deletes the segments that hold nothing younger, also the last one, and ordinals go on', () => {
  const folder = temporaryFolder();
  const log = new ShardLog(folder, { segmentBytesMax: 20 });
  append(log, ['a'], 1000);
  append(log, ['b'], 2000);
  append(log, ['c'], 3000);

  expect(log.expire(2000)).toBe(1);
  expect([log.firstOrdinal, textsIn(log)]).toEqual([2, ['b', 'c']]);
  expect(log.expire(9000)).toBe(2);
  log.close();
  const opened = reopened(folder);
  append(opened, ['d'], 9000);

  expect(opened.read(0, everything)).toMatchObject({ next: 5, records: [{ ordinal: 4 }] });
});
