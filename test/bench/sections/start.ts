/** `npm start`, from a fresh clone with its packages installed, and once more: seconds until the first answers stand there. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { assemblyFolder } from '../../../bin/start/synthesize.ts';
import type { Bench } from '../bench.ts';
import { freePort } from '../servers.ts';

/** What `npm start` prints once every answer has been shown. */
const upLine = /^Up after/u;
const goalSeconds = 10;

export async function benchStart(bench: Bench): Promise<void> {
  const { report } = bench;
  report.section('start', 'npm start -- --once: seconds to the first answers; goal for the second time: under 10');
  const folder = join(bench.folder, 'start');
  const port = await freePort();
  rmSync(assemblyFolder, { recursive: true, force: true });
  report.tell('from nothing');
  const first = await timeStart(bench, folder, port);
  report.tell('a second time');
  const second = await timeStart(bench, folder, port);
  report.add({
    section: 'start',
    measure: 'npm start, a second time on the same state',
    unit: 's',
    better: 'less',
    ours: { name: 'second start', value: second, notes: { 'of the goal': second / goalSeconds } },
    beside: { name: 'first start, nothing there', value: first },
  });
}

async function timeStart(bench: Bench, folder: string, port: number): Promise<number> {
  const beganMs = performance.now();
  const child = spawn(
    process.execPath,
    ['bin/run.mjs', 'bin/start.ts', '--once', '--port', String(port), '--state', folder],
    // A group of its own, so that stopping it is this program's business.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const started = bench.keep({
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  });
  const lines: string[] = [];
  let upMs: number | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (upLine.test(line)) upMs ??= performance.now() - beganMs;
    });
  }
  const code = await ended;
  await bench.release(started);
  if (code !== 0 || upMs === undefined) throw new Error(`npm start ended with exit code ${code}:\n${lines.join('\n')}`);
  return upMs / 1000;
}
