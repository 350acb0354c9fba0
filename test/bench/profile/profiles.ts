/** CPU profiles of measured processes: asked for, waited for, and summed up. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { topCosts, type Costs, type Profile } from './top-costs.ts';

const hook = join(import.meta.dirname, 'hook.cjs');
const writeLimitMs = 20_000;

/** The environment that makes a process profile itself. */
export function profiled(folder: string, name: string): Record<string, string> {
  return { NODE_OPTIONS: `--require=${hook}`, BENCH_PROFILE_FOLDER: folder, BENCH_PROFILE_NAME: name };
}

/**
 * Has those of the processes that profile themselves write what they have done since the last time, and prints what cost
 * most; of several that run the same, the busiest one's. Without a folder it does nothing.
 */
export async function takeProfiles(folder: string | undefined, pids: readonly number[], label: string): Promise<void> {
  if (!folder) return;
  const busiest = new Map<string, { readonly file: string; readonly costs: Costs; readonly count: number }>();
  for (const pid of pids.filter((each) => existsSync(join(folder, `${each}.ready`)))) {
    const before = new Set(filesOf(folder, pid));
    process.kill(pid, 'SIGUSR2');
    const { file, profile } = await written(folder, pid, before);
    const costs = topCosts(profile);
    const name = file.slice(0, file.indexOf(`-${pid}-`));
    const known = busiest.get(name);
    const count = (known?.count ?? 0) + 1;
    busiest.set(name, known && known.costs.busyMs >= costs.busyMs ? { ...known, count } : { file, costs, count });
  }
  for (const { file, costs, count } of busiest.values()) {
    console.log(`  profile of ${label}: ${join(folder, file)}${count > 1 ? `, the busiest of ${count}` : ''}`);
    for (const line of costs.lines) console.log(`      ${line}`);
  }
}

async function written(
  folder: string,
  pid: number,
  before: ReadonlySet<string>,
): Promise<{ file: string; profile: Profile }> {
  const deadlineMs = Date.now() + writeLimitMs;
  while (Date.now() < deadlineMs) {
    const file = filesOf(folder, pid).find((name) => !before.has(name));
    const profile = file && readWhole(join(folder, file));
    if (file && profile) return { file, profile };
    await wait(100);
  }
  throw new Error(`process ${pid} wrote no profile into ${folder} within ${writeLimitMs / 1000} s`);
}

function filesOf(folder: string, pid: number): string[] {
  return readdirSync(folder).filter((name) => name.includes(`-${pid}-`));
}

/** Nothing while it is still being written. */
function readWhole(file: string): Profile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Profile;
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}
