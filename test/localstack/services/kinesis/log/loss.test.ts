import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { LogLoss } from '../../../../../localstack/services/kinesis/log/log-loss.ts';
import { writeFrame } from '../../../../../localstack/services/kinesis/log/record-frame.ts';
import { ShardLog, type LogOptions } from '../../../../../localstack/services/kinesis/log/shard-log.ts';
import { temporaryFolder } from '../kinesis-world.ts';
import { faultyFiles } from './full-disk.ts';

const everything = { recordsMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER };
const frameHeadBytes = 25 + 'key'.length;

function append(log: ShardLog, texts: readonly (string | Buffer)[], nowMs = 1000): void {
  for (const text of texts) log.stage(nowMs, 0, 'key', Buffer.from(text).toString('base64'));
  log.commit();
}

/** The records from `from` on, as `ordinal:text`. */
function read(log: ShardLog, from = 0): string[] {
  return log.read(from, everything).records.map(({ ordinal, data }) => `${ordinal}:${data.toString()}`);
}

/** `count` records `r1`, `r2`, …, in a folder as it is after a clean end or after a kill. */
function written(count: number, end: 'closed' | 'killed', options: LogOptions = {}): string {
  const folder = temporaryFolder();
  const log = new ShardLog(folder, options);
  for (let ordinal = 1; ordinal <= count; ordinal += 1) append(log, [`r${ordinal}`]);
  const copy = join(temporaryFolder(), 'copy');
  if (end === 'killed') cpSync(folder, copy, { recursive: true });
  log.close();
  if (end === 'closed') cpSync(folder, copy, { recursive: true });
  return copy;
}

function segmentsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.segment'))
    .map((name) => join(folder, name));
}

function reopened(folder: string, options: LogOptions = {}): { log: ShardLog; losses: LogLoss[] } {
  const losses: LogLoss[] = [];
  const log = new ShardLog(folder, { ...options, onLost: (loss) => losses.push(loss) });
  return { log, losses };
}

function flip(path: string, at: number, bits = 0x41): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ bits;
  writeFileSync(path, bytes);
}

describe.each(['closed', 'killed'] as const)('of a log that was %s', (end) => {
  test('whatever is cut off at the end, no later record gets an ordinal of a lost one, and who had read them reads on', () => {
    const folder = written(6, end);
    const [segment = ''] = segmentsIn(folder);
    const { size } = statSync(segment);
    for (let missing = 1; missing <= size; missing += 5) {
      const copy = join(temporaryFolder(), 'copy');
      cpSync(folder, copy, { recursive: true });
      truncateSync(segmentsIn(copy)[0] ?? '', size - missing);

      const { log, losses } = reopened(copy);
      append(log, ['new 1', 'new 2']);

      expect(log.read(7, everything).records.map(({ data }) => data.toString())).toEqual(['new 1', 'new 2']);
      // After a kill nobody knows which record was the last.
      expect(losses.some(({ lastOrdinal }) => lastOrdinal === 6)).toBe(end === 'closed');
      log.close();
    }
  });

  test('the newest segment that is deleted is told, and its ordinals are not used again', () => {
    for (const segmentBytesMax of [50, 16_000]) {
      const folder = written(4, end, { segmentBytesMax });
      const newest = segmentsIn(folder).at(-1) ?? '';
      rmSync(newest);

      const { log, losses } = reopened(folder, { segmentBytesMax });
      append(log, ['new']);

      const firstOrdinal = segmentBytesMax === 50 ? 4 : 1;
      expect(losses).toMatchObject([{ what: 'records are missing', firstOrdinal }]);
      expect(losses[0]?.lastOrdinal).toBe(end === 'closed' ? 4 : undefined);
      expect(read(log, 5)).toEqual([`${log.nextOrdinal - 1}:new`]);
      log.close();
      expect(reopened(folder, { segmentBytesMax }).losses).toEqual([]);
    }
  });

  test('nothing lost is nothing told', () => {
    const { log, losses } = reopened(written(9, end, { segmentBytesMax: 80 }), { segmentBytesMax: 80 });
    append(log, ['new']);

    expect(read(log).slice(0, 9)).toEqual(Array.from({ length: 9 }, (_, at) => `${at + 1}:r${at + 1}`));
    expect(losses).toEqual([]);
  });
});

test('a clean end leaves no gap in the ordinals', () => {
  const { log } = reopened(written(3, 'closed'));
  append(log, ['next']);

  expect(read(log, 3)).toEqual(['3:r3', '4:next']);
});

test('a kill leaves a gap, over which readers go without noticing, and the end of the log is the end', () => {
  const { log } = reopened(written(3, 'killed'));
  const atTip = log.read(4, everything);
  append(log, ['next']);

  expect(atTip.records).toEqual([]);
  expect(atTip.next).toBeGreaterThan(1_000_000);
  expect([read(log, 4), read(log, atTip.next)]).toEqual([[`${atTip.next}:next`], [`${atTip.next}:next`]]);
});

test('whichever byte of a record in the middle is damaged, all others stay, with their ordinals, and its place is told', () => {
  const folder = written(5, 'closed');
  const frameBytes = frameHeadBytes + 2;
  const start = 24 + 2 * frameBytes;
  for (let at = start; at < start + frameBytes; at += 1) {
    for (const bits of [0x01, 0x80]) {
      const copy = join(temporaryFolder(), 'copy');
      cpSync(folder, copy, { recursive: true });
      flip(segmentsIn(copy)[0] ?? '', at, bits);

      const { log, losses } = reopened(copy);
      append(log, ['new']);

      expect(read(log)).toEqual(['1:r1', '2:r2', '4:r4', '5:r5', '6:new']);
      expect(read(log, 3)).toEqual(['4:r4', '5:r5', '6:new']);
      expect(losses).toEqual([
        {
          path: segmentsIn(copy)[0],
          what: 'records are damaged',
          firstOrdinal: 3,
          lastOrdinal: 3,
          offset: start,
          bytes: frameBytes,
        },
      ]);
      log.close();
      expect(read(reopened(copy).log)).toEqual(['1:r1', '2:r2', '4:r4', '5:r5', '6:new']);
    }
  }
});

test('however many bytes are damaged, wherever, what is whole is read and nothing of it is written over', () => {
  const flips = fc.array(
    fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), bits: fc.integer({ min: 1, max: 255 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(flips, fc.integer({ min: 60, max: 2000 }), (damages, segmentBytesMax) => {
      const count = 30;
      const folder = written(count, 'closed', { segmentBytesMax });
      const segments = segmentsIn(folder);
      // Places of the records, the last one left whole: behind it, damage would be a torn tail.
      const places = segments.flatMap((path) => {
        const first = Number(/(\d+)\.segment/.exec(path)?.[1]);
        const found: { path: string; ordinal: number; start: number; size: number }[] = [];
        for (let start = 24, ordinal = first; start < statSync(path).size; ordinal += 1) {
          const size = frameHeadBytes + `r${ordinal}`.length;
          found.push({ path, ordinal, start, size });
          start += size;
        }
        return found;
      });
      const damaged = new Map<string, number>();
      for (const { at, bits } of damages) {
        const place = places[Math.floor(at * (count - 1.001))];
        if (!place) continue;
        flip(place.path, place.start + (bits % place.size), bits);
        const key = `${place.ordinal}/${bits % place.size}`;
        damaged.set(key, (damaged.get(key) ?? 0) ^ bits);
      }
      const lost = new Set([...damaged].flatMap(([key, bits]) => (bits === 0 ? [] : [Number(key.split('/')[0])])));
      const kept = places.filter(({ ordinal }) => !lost.has(ordinal)).map(({ ordinal }) => `${ordinal}:r${ordinal}`);

      const { log, losses } = reopened(folder, { segmentBytesMax });
      append(log, ['new']);
      expect(read(log)).toEqual([...kept, `${count + 1}:new`]);
      const told = losses.flatMap(({ firstOrdinal, lastOrdinal = firstOrdinal }) =>
        Array.from({ length: lastOrdinal - firstOrdinal + 1 }, (_, at) => firstOrdinal + at),
      );
      expect([...lost].filter((ordinal) => !told.includes(ordinal))).toEqual([]);
      for (const ordinal of [1, 7, 15, 29]) {
        const from = kept.filter((text) => Number(text.split(':')[0]) >= ordinal);
        expect(read(log, ordinal)).toEqual([...from, `${count + 1}:new`]);
      }
      log.close();
      for (const path of segments) rmSync(`${path}.index`, { force: true });
      expect(read(reopened(folder, { segmentBytesMax }).log)).toEqual([...kept, `${count + 1}:new`]);
    }),
    { numRuns: 25, seed: 5 },
  );
});

test('a damaged length on the way to a record does not lead past it', () => {
  const folder = temporaryFolder();
  const { log, losses } = reopened(folder);
  append(log, ['a', 'b', 'c', 'd']);
  const [path = ''] = segmentsIn(folder);
  const bytes = readFileSync(path);
  const frameBytes = frameHeadBytes + 1;
  bytes.writeUInt32LE(2 * frameBytes - 8, 24 + frameBytes); // The second record now ends where the third does.
  writeFileSync(path, bytes);

  expect(read(log, 3)).toEqual(['3:c', '4:d']);
  expect(losses).toMatchObject([{ firstOrdinal: 2, lastOrdinal: 2 }]);
});

test('a record that holds the bytes of another is not taken for it when it is damaged', () => {
  const folder = temporaryFolder();
  const inner = Buffer.alloc(100);
  const innerBytes = writeFrame(inner, 0, 2, 1000, 0, 'key', Buffer.from('forged').toString('base64'));
  const { log } = reopened(folder);
  append(log, [inner.subarray(0, innerBytes), 'second']);
  log.close();
  flip(segmentsIn(folder)[0] ?? '', 24 + 4);

  expect(read(reopened(folder).log)).toEqual(['2:second']);
});

test('a segment in the middle that is deleted, or cut short, is told with its ordinals', () => {
  const folder = written(5, 'closed', { segmentBytesMax: 80 });
  const segments = segmentsIn(folder);
  expect(segments).toHaveLength(3);
  const deleted = join(temporaryFolder(), 'copy');
  cpSync(folder, deleted, { recursive: true });
  rmSync(segmentsIn(deleted)[1] ?? '');
  truncateSync(segments[1] ?? '', statSync(segments[1] ?? '').size - 1);

  const [without, short] = [reopened(deleted), reopened(folder)];

  expect(read(without.log)).toEqual(['1:r1', '2:r2', '5:r5']);
  expect(without.losses).toMatchObject([{ what: 'records are missing', firstOrdinal: 3, lastOrdinal: 4 }]);
  expect(read(short.log)).toEqual(['1:r1', '2:r2', '3:r3', '5:r5']);
  expect(short.losses).toMatchObject([
    { what: 'records are damaged', path: segments[1], firstOrdinal: 4 },
    { what: 'records are missing', firstOrdinal: 4, lastOrdinal: 4 },
  ]);
});

test('the oldest segment that is deleted is told, unless it was past its retention period', () => {
  const folder = written(5, 'closed', { segmentBytesMax: 80 });
  rmSync(segmentsIn(folder)[0] ?? '');
  const first = reopened(folder, { segmentBytesMax: 80 });
  append(first.log, ['new'], 5000);
  const expired = first.log.expire(2000);
  first.log.close();

  expect(first.losses).toMatchObject([{ what: 'records are missing', firstOrdinal: 1, lastOrdinal: 2 }]);
  expect(expired).toBe(1);
  expect(reopened(folder).losses).toEqual([]);
});

test('a mark that is missing or damaged is told', () => {
  for (const spoil of [rmSync, (path: string) => flip(path, 12), (path: string) => truncateSync(path, 0)]) {
    const folder = written(2, 'closed');
    spoil(join(folder, 'ordinals.mark'));

    const { log, losses } = reopened(folder, { firstOrdinal: 500 });
    append(log, ['new']);

    expect(losses).toMatchObject([{ what: 'the mark is missing or damaged', firstOrdinal: 3 }]);
    expect(read(log)).toEqual(['1:r1', '2:r2', '500:new']);
  }
});

describe('the mark of reserved ordinals', () => {
  test('is on the disk before the first record, and is written no more for many', () => {
    const files = faultyFiles();
    const calls: string[] = [];
    const log = new ShardLog(temporaryFolder(), {
      files: {
        ...files,
        replaceDurably: (path, content) => {
          calls.push('mark');
          files.replaceDurably(path, content);
        },
        write: (file, source, offset, length, position) => {
          calls.push('write');
          return files.write(file, source, offset, length, position);
        },
      },
    });
    calls.length = 0;
    for (let turn = 0; turn < 100; turn += 1) append(log, ['a', 'b']);

    expect(calls).toEqual(['mark', ...Array.from({ length: 100 }, () => 'write')]);
  });

  test('that cannot be written fails the commit and leaves the log as it was', () => {
    const files = faultyFiles();
    let isFull = true;
    const replaceDurably = (path: string, content: Buffer): void => {
      if (isFull) throw new Error('ENOSPC: no space left on device');
      files.replaceDurably(path, content);
    };
    const log = new ShardLog(temporaryFolder(), { files: { ...files, replaceDurably } });

    expect(() => append(log, ['lost'])).toThrow('ENOSPC');
    isFull = false;
    append(log, ['kept']);

    expect(read(log)).toEqual(['1:kept']);
  });

  test('is written again before it is used up', () => {
    const folder = temporaryFolder();
    const log = new ShardLog(folder);
    const batch = 2 ** 16;
    for (let count = 0; count <= 2 ** 20; count += batch) {
      for (let at = 0; at < batch; at += 1) log.stage(1, 0, 'k', '');
      log.commit();
    }
    const copy = join(temporaryFolder(), 'copy');
    cpSync(folder, copy, { recursive: true });
    for (const path of segmentsIn(copy)) rmSync(path);

    expect(new ShardLog(copy).nextOrdinal).toBeGreaterThanOrEqual(log.nextOrdinal);
  });
});
