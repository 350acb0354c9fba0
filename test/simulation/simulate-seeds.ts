import type { SimulationArguments } from './arguments.ts';
import { Crew, stretchesOf } from './crew.ts';
import { faultKinds } from './engine/fault-kinds.ts';
import type { FaultKind } from './engine/fault-kinds.ts';
import { addTallies } from './run-seeds.ts';
import type { Tally } from './run-seeds.ts';

const seedsPerStretch = 250;
const violationsShownMax = 10;

const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Simulates many seeds and prints what was injected and what was found. True when nothing was wrong. */
export async function simulateSeeds(
  { first, count: seeds, threads }: SimulationArguments,
  say: (line: string) => void,
): Promise<boolean> {
  const startedAtMs = performance.now();
  const crew = new Crew(threads);
  const tally = addTallies(await crew.simulate(stretchesOf(first, seeds, seedsPerStretch)));
  await crew.close();
  const seconds = (performance.now() - startedAtMs) / 1000;

  for (const line of faultLines(tally)) say(line);
  const { runs, steps, listens, writeUnits, replies, readUnits, violations } = tally;
  const injected = [...tally.faults.values()].reduce((sum, times) => sum + times, 0);
  say(`${'all kinds'.padEnd(18)} ${count(injected).padStart(12)}`);
  say('');
  say(
    `${count(runs)} seeds from ${first} on ${threads} threads in ${seconds.toFixed(1)} s: ${count(runs / seconds)} runs/s,` +
      ` ${count(steps / runs)} steps and ${(listens / runs).toFixed(1)} listens a run`,
  );
  say(
    `${(writeUnits / listens).toFixed(2)} write units a listen, retries and replays included;` +
      ` ${(readUnits / replies).toFixed(2)} read units a reply`,
  );
  for (const { seed, rule, detail } of violations.slice(0, violationsShownMax)) {
    say(`violation: ${rule}: ${detail}`);
    say(`  npm run simulate -- --seed ${seed}`);
  }
  say(`${violations.length} violations`);
  return violations.length === 0;
}

function faultLines({ faults }: Tally): string[] {
  return Object.entries(faultKinds).map(
    ([kind, meaning]) => `${kind.padEnd(18)} ${count(faults.get(kind as FaultKind) ?? 0).padStart(12)}  ${meaning}`,
  );
}
