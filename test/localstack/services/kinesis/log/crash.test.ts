import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect, test } from '@jest/globals';

import { ShardLog } from '../../../../../localstack/services/kinesis/log/shard-log.ts';
import { temporaryFolder } from '../kinesis-world.ts';

const everything = { recordsMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER };

/** Starts the writer, kills it when it has acknowledged `count` records, and returns the greatest it acknowledged. */
async function writeAndKill(folder: string, count: number): Promise<number> {
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'endless-writer.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    acknowledged = Number(line);
    if (acknowledged >= count) writer.kill('SIGKILL'); // What is still in the pipe is read before the loop ends.
  }
  return acknowledged;
}

test('a process killed while it writes has lost none of the records it acknowledged', async () => {
  const folder = temporaryFolder();

  const first = await writeAndKill(folder, 3000);
  const second = await writeAndKill(folder, first + 3000);

  const { records } = new ShardLog(folder).read(0, everything);
  expect(records.length).toBeGreaterThanOrEqual(second);
  expect(second).toBeGreaterThan(first);
  expect(records.every(({ ordinal, data }) => data.toString().startsWith(`record ${ordinal} `))).toBe(true);
});
