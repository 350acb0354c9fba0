import { designs } from './designs/designs.ts';
import { profiles } from './designs/profiles.ts';
import { runDesign } from './designs/run-design.ts';
import type { Verdict } from './designs/run-design.ts';
import { addCounts } from './engine/fates.ts';
import type { FaultKind } from './engine/fault-kinds.ts';
import { simulate } from './world/simulate.ts';

/** A stretch of seeds. */
export type Seeds = { readonly first: number; readonly count: number; readonly isStoppedByViolation?: boolean };

/** A stretch of seeds under one design and one kind of trouble. */
export type DesignSeeds = Seeds & { readonly design: string; readonly profile: string };
/** How many seeds ended in which way. */
export type DesignTally = Readonly<Record<Verdict, number>>;

/** What came of a stretch of seeds; plain data, so that threads can hand it over. */
export type Tally = {
  readonly runs: number;
  readonly steps: number;
  readonly listens: number;
  readonly writeUnits: number;
  readonly replies: number;
  readonly readUnits: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** The first violation of each seed that had one. */
  readonly violations: readonly { readonly seed: number; readonly rule: string; readonly detail: string }[];
};

export async function runSeeds({ first, count, isStoppedByViolation = false }: Seeds): Promise<Tally> {
  const faults = new Map<FaultKind, number>();
  const violations: { seed: number; rule: string; detail: string }[] = [];
  let [runs, steps, listens, writeUnits, replies, readUnits] = [0, 0, 0, 0, 0, 0];
  for (let seed = first; seed < first + count; seed += 1) {
    const simulated = await simulate(seed);
    runs += 1;
    steps += simulated.steps;
    listens += simulated.listens;
    writeUnits += simulated.writeUnits;
    replies += simulated.replies;
    readUnits += simulated.readUnits;
    addCounts(faults, simulated.faults);
    const violation = simulated.violations[0];
    if (violation) violations.push({ seed, ...violation });
    if (violation && isStoppedByViolation) break;
  }
  return { runs, steps, listens, writeUnits, replies, readUnits, faults, violations };
}

export async function tryDesign({ first, count, design: name, profile: trouble }: DesignSeeds): Promise<DesignTally> {
  const design = designs.find((each) => each.name === name);
  const profile = profiles.find((each) => each.name === trouble);
  if (!design || !profile) throw new Error(`there is no design ${name} or no profile ${trouble}`);
  const tally = { right: 0, over: 0, under: 0, both: 0 };
  for (let seed = first; seed < first + count; seed += 1) tally[await runDesign(seed, design, profile)] += 1;
  return tally;
}

/** Adds the tallies of stretches that follow each other. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const faults = new Map<FaultKind, number>();
  for (const tally of tallies) addCounts(faults, tally.faults);
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    runs: sum(({ runs }) => runs),
    steps: sum(({ steps }) => steps),
    listens: sum(({ listens }) => listens),
    writeUnits: sum(({ writeUnits }) => writeUnits),
    replies: sum(({ replies }) => replies),
    readUnits: sum(({ readUnits }) => readUnits),
    faults,
    violations: tallies.flatMap(({ violations }) => violations).sort((left, right) => left.seed - right.seed),
  };
}
