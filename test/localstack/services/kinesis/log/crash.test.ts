import { spawn } from 'node:child_process';
import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect, test } from '@jest/globals';

import { ShardLog } from '../../../../../localstack/services/kinesis/log/shard-log.ts';
import { temporaryFolder } from '../kinesis-world.ts';

const everything = { recordsMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER };

/** Starts the writer, kills it when it has acknowledged `count` records, and returns the ordinals it acknowledged. */
async function writeAndKill(folder: string, count: number): Promise<number[]> {
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'endless-writer.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    const [first = 0, last = 0] = line.split(' ').map(Number);
    for (let ordinal = first; ordinal <= last; ordinal += 1) acknowledged.push(ordinal);
    if (acknowledged.length >= count) writer.kill('SIGKILL'); // What is still in the pipe is read before the loop ends.
  }
  return acknowledged;
}

test('a process killed while it writes, again and again, has lost none of the records it acknowledged', async () => {
  const folder = temporaryFolder();
  const acknowledged: number[] = [];
  for (const count of [3000, 1, 500, 2000]) acknowledged.push(...(await writeAndKill(folder, count)));

  const lost: unknown[] = [];
  const { records } = new ShardLog(folder, { onLost: (loss) => lost.push(loss) }).read(0, everything);

  const found = new Set(records.map(({ ordinal }) => ordinal));
  expect(acknowledged.filter((ordinal) => !found.has(ordinal))).toEqual([]);
  expect(records.every(({ ordinal, data }) => data.toString().startsWith(`record ${ordinal} `))).toBe(true);
  expect(lost).toEqual([]);
});

test('whatever is lost between a kill and the next start, no ordinal is given twice', async () => {
  const folder = temporaryFolder();
  const newest = (): string =>
    join(
      folder,
      readdirSync(folder)
        .filter((name) => name.endsWith('.segment'))
        .at(-1) ?? '',
    );
  const lose = [
    () => rmSync(newest()),
    () => truncateSync(newest(), 0),
    () => truncateSync(newest(), Math.floor(statSync(newest()).size / 2)),
  ];
  let highest = 0;
  for (const each of lose) {
    const acknowledged = await writeAndKill(folder, 1500);
    expect(acknowledged[0]).toBeGreaterThan(highest);
    highest = acknowledged.at(-1) ?? Infinity;
    each();
  }

  expect(new ShardLog(folder).nextOrdinal).toBeGreaterThan(highest);
});
