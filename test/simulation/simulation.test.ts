/** A few seeds of what `npm run simulate` does with thousands, and that a seed is one run and not another. */
import { expect, test } from '@jest/globals';

import { Crew } from './crew.ts';
import { designs } from './designs/designs.ts';
import { profiles } from './designs/profiles.ts';
import { runDesign } from './designs/run-design.ts';
import { allFaultKinds } from './engine/fault-kinds.ts';
import { checkTexts } from './kill-mutants.ts';
import { runSeeds } from './run-seeds.ts';
import { digestOf } from './show-run.ts';
import { simulate } from './world/simulate.ts';

test('the pipeline keeps its promises under every swarm of faults', async () => {
  const { violations, faults } = await runSeeds({ first: 20_261_120, count: 150 });

  expect(violations).toEqual([]);
  // A kind that never struck would be a fault that is only talked about.
  expect(allFaultKinds.filter((kind) => faults.get(kind) === 0)).toEqual([]);
});

test('one seed is one run, step by step', async () => {
  for (const seed of [3, 20, 59]) {
    const [once, again] = [await simulate(seed, { isTraced: true }), await simulate(seed, { isTraced: true })];
    expect(digestOf(again.trace)).toBe(digestOf(once.trace));
    expect(once.trace.length).toBeGreaterThan(20);
  }
});

test('a run is the same whether somebody reads its trace or not', async () => {
  const [seen, unseen] = [await simulate(7, { isTraced: true }), await simulate(7)];

  expect(unseen.steps).toBe(seen.steps);
  expect(unseen.faults).toEqual(seen.faults);
});

test('different seeds are different runs', async () => {
  const traces = await Promise.all([1, 2, 3, 4].map((seed) => simulate(seed, { isTraced: true })));

  expect(new Set(traces.map(({ trace }) => digestOf(trace))).size).toBe(4);
});

test('every mutant’s text is still in the code', () => {
  expect(checkTexts).not.toThrow();
});

test('a mistake in the real code is found out, and is the mistake’s alone', async () => {
  const seeds = [{ first: 1, count: 20, isStoppedByViolation: true }];
  const violationsOf = async (mutant?: string) => {
    const crew = new Crew(1, mutant);
    const tallies = await crew.simulate(seeds);
    await crew.close();
    return tallies.flatMap(({ violations }) => violations.map(({ rule }) => rule));
  };

  expect(await violationsOf('failed-group-swallowed')).toEqual(['I10 acknowledged is durable']);
  expect(await violationsOf()).toEqual([]);
});

test('a counter that adds is found to be wrong when a record comes twice, a set is not', async () => {
  const duplicates = profiles.find(({ name }) => name === 'duplicates')!;
  const verdictsOf = async (name: string) => {
    const design = designs.find((each) => each.name === name)!;
    return Promise.all(Array.from({ length: 10 }, (_, seed) => runDesign(seed, design, duplicates)));
  };

  expect(new Set(await verdictsOf('set per day (ours)'))).toEqual(new Set(['right']));
  expect(await verdictsOf('naive ADD')).toContain('over');
});
