import type { FaultKind } from '../engine/fault-kinds.ts';
import { Run } from '../engine/run.ts';
import type { Violation } from '../engine/run.ts';
import { Restless } from '../engine/timeline.ts';
import { checkBill } from '../oracles/bill.ts';
import { checkCrawled } from '../oracles/crawled.ts';
import { checkLabels } from '../oracles/labels.ts';
import { checkRebuild } from '../oracles/rebuild.ts';
import { checkSettled } from '../oracles/settled.ts';
import { checkUnchanged, remember } from '../oracles/unchanged.ts';
import { live } from './live.ts';
import { crawlUntilQuiet, settleConsumers } from './settle.ts';
import { World } from './world.ts';

export type SimulationOptions = {
  /** The kinds of faults; by default the seed chooses. */
  readonly kinds?: ReadonlySet<FaultKind>;
  readonly isTraced?: boolean;
};

/** What came of one seed. */
export type Simulated = {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly steps: number;
  readonly listens: number;
  /** What raw listens and aggregates were charged. */
  readonly writeUnits: number;
  /** Replies of the Top-K service, and what they were charged. */
  readonly replies: number;
  readonly readUnits: number;
  readonly trace: readonly string[];
};

/**
 * One run of the whole pipeline, decided by its seed: a while of life under faults, then rest, a look at everything, a
 * replay of the whole log, and another look. The first look comes before the replay, because a replay repairs what was
 * lost before it.
 */
export async function simulate(seed: number, options: SimulationOptions = {}): Promise<Simulated> {
  const run = new Run(seed, options);
  run.note(`seed ${seed}, faults: ${[...run.faults.kinds].join(' ') || 'none'}`);
  try {
    await tell(new World(run));
  } catch (fault) {
    if (fault instanceof Restless) run.violate('everything comes to rest', fault.message);
    else run.violate('nothing breaks', fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
  }
  return {
    seed,
    violations: run.violations,
    faults: run.faults.counts,
    steps: run.timeline.steps,
    listens: run.truth.publications.size,
    writeUnits: run.meter.written,
    replies: run.meter.replies,
    readUnits: run.meter.readForReplies,
    trace: run.trace ?? [],
  };
}

async function tell(world: World): Promise<void> {
  const { run } = world;
  const isOver = (): boolean => run.violations.length > 0;
  const look = (): void => {
    checkSettled(world);
    checkLabels(world);
  };

  await live(world);
  if (isOver()) return;
  run.faults.isCalm = true;
  await settleConsumers(world);
  if (isOver()) return;
  look();

  await crawlUntilQuiet(world);
  if (isOver()) return;
  await settleConsumers(world);
  if (isOver()) return;
  look();
  for (const account of world.listeners.accounts) checkCrawled(run, account);
  checkBill(world);
  await ask(world);
  if (isOver()) return;

  // Half of the seeds end here: a replay costs as much as the life before it.
  if (run.chance.is(0.5)) return;
  const before = remember(world);
  await replay(world);
  if (isOver()) return;
  look();
  checkUnchanged(world, before);
  if (run.chance.is(0.2)) await checkRebuild(world);
  await ask(world);
}

/** Everybody's ranking, from an environment that remembers nothing and then from one that does. */
async function ask({ readers, run }: World): Promise<void> {
  readers.forget();
  for (let count = 0; count < 3; count += 1) readers.askAnything();
  await run.timeline.run();
}

/** Both consumers read the whole log again, in other batches, under faults if there are any. */
export async function replay(world: World): Promise<void> {
  const { run, consumers } = world;
  run.note('replay of everything');
  run.faults.isCalm = run.chance.is(0.5);
  for (const consumer of consumers) {
    for (const mapping of consumer.mappings.splice(0)) mapping.stop();
    world.addMapping(consumer, -Infinity);
  }
  await run.timeline.run(run.timeline.nowMs + 120_000);
  run.faults.isCalm = true;
  await settleConsumers(world);
}
