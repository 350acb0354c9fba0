import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

const program = join(import.meta.dirname, '../support/killable-cloud.ts');
const batchSize = 10;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'killed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The numbers that the function has been given, in the order of its invocations. */
function workedNumbers(): number[] {
  const file = join(folder, 'worked');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
}

/** Runs a cloud until `isEnough` holds of the lines it has printed, and kills it without warning. */
async function runUntil(source: string, mode: string, isEnough: (lines: readonly string[]) => boolean) {
  const cloud = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, join(folder, 'state'), join(folder, 'worked'), source, mode],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines: string[] = [];
  for await (const line of createInterface({ input: cloud.stdout })) {
    lines.push(line);
    if (!cloud.killed && isEnough(lines)) cloud.kill('SIGKILL');
  }
  return lines;
}

test.each(['kinesis', 'dynamodb'])(
  'a cloud killed in the middle of a mapping on %s goes on at its checkpoint, and every acknowledged record arrives',
  async (source) => {
    const invocationsMin = 20;
    const lines = await runUntil(
      source,
      'produce',
      (all) => all.filter((line) => line === 'worked').length >= invocationsMin,
    );
    const acknowledged = lines.filter((line) => line.startsWith('put ')).map((line) => Number(line.slice(4)));
    const before = workedNumbers();
    const missing = (): number[] => {
      const worked = new Set(workedNumbers());
      return acknowledged.filter((number) => !worked.has(number));
    };

    if (missing().length > 0) await runUntil(source, 'drain', () => missing().length === 0);

    const after = workedNumbers().slice(before.length);
    expect(missing()).toEqual([]);
    expect(before).toEqual(before.toSorted((a, b) => a - b));
    expect(after).toEqual(after.toSorted((a, b) => a - b));
    // What was under way comes again; what was checkpointed does not.
    const again = after.filter((number) => before.includes(number));
    expect(again.length).toBeLessThanOrEqual(batchSize);
  },
  60_000,
);
