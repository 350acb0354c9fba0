import type { World } from './world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * A while of life: ticks of the scheduler, plays between them, and at random instants whatever else happens to such a
 * system. Ends with faults still going on.
 */
export async function live(world: World): Promise<void> {
  const { run, listeners, scheduler, readers } = world;
  const { chance, faults, timeline } = run;
  const midnightMs = readers.nextMidnightMs();
  if (midnightMs !== undefined && midnightMs > timeline.nowMs + minuteMs) readers.askAround(midnightMs);

  const ticks = chance.between(2, 5);
  for (let tick = 0; tick < ticks && run.violations.length === 0; tick += 1) {
    const isLong = faults.strikes('time-jumped', 0.25);
    const gapMs = isLong ? chance.between(hourMs, 72 * hourMs) : chance.between(30_000, 25 * minuteMs);
    listeners.listen(gapMs);
    scheduler.invoke({}, () => undefined);
    if (faults.strikes('schedulers-doubled', 0.5)) scheduler.invoke({}, () => undefined);
    for (const happening of happenings) happening(world, Math.min(gapMs, 25 * minuteMs));
    await timeline.run(timeline.nowMs + gapMs);
    if (isLong) world.expire();
  }
  // Questions that were announced are asked, so that what is measured afterwards is not their time.
  if (midnightMs !== undefined && midnightMs > timeline.nowMs) await timeline.run(midnightMs + minuteMs);
  if (faults.strikes('records-expired', 0.3)) {
    await timeline.run(timeline.nowMs + 8 * 24 * hourMs);
    world.expire();
  }
}

/** What may happen between two ticks, each at an instant of its own. */
type Happening = (world: World, withinMs: number) => void;

const at = ({ run: { chance, timeline } }: World, withinMs: number, happen: () => void): void =>
  timeline.after(chance.below(withinMs), happen);

const imports: Happening = (world, withinMs) => {
  const count = world.run.chance.below(4);
  for (let index = 0; index < count; index += 1) at(world, withinMs, () => world.foreigners.importListen());
};

const repeats: Happening = (world, withinMs) => {
  if (!world.run.faults.strikes('publish-repeated', 0.6)) return;
  for (let index = 0; index < 3; index += 1) at(world, withinMs, () => world.foreigners.repeat());
};

const poison: Happening = (world, withinMs) => {
  if (world.run.faults.strikes('records-poisoned', 0.5)) at(world, withinMs, () => world.foreigners.poison());
};

const reshards: Happening = (world, withinMs) => {
  const { faults } = world.run;
  if (faults.strikes('shard-split', 0.3)) at(world, withinMs, () => world.log.split());
  if (faults.strikes('shards-merged', 0.3)) at(world, withinMs, () => world.log.merge());
};

const questions: Happening = (world, withinMs) => {
  if (world.run.chance.is(0.7)) at(world, withinMs, () => world.readers.askAnything());
  if (world.run.chance.is(0.1)) world.readers.askAround(world.run.timeline.nowMs + 30_000);
};

const pauses: Happening = (world, withinMs) => {
  const { chance, faults } = world.run;
  if (!faults.strikes('mapping-paused', 0.3)) return;
  const mapping = chance.pick(chance.pick(world.consumers).mappings);
  at(world, withinMs / 2, () => void (mapping.isPaused = true));
  world.run.timeline.after(withinMs, () => mapping.resume());
};

const replays: Happening = (world, withinMs) => {
  const { chance, faults } = world.run;
  const consumer = chance.pick(world.consumers);
  if (faults.strikes('mapping-doubled', 0.2) || faults.strikes('replay-live', 0.15))
    at(world, withinMs, () => world.addMapping(consumer, -Infinity));
  if (!faults.strikes('replay-stopped', 0.2)) return;
  at(world, withinMs, () => {
    const sinceMs = Math.min(...consumer.mappings.map(({ behindSinceMs }) => behindSinceMs));
    for (const mapping of consumer.mappings.splice(0)) mapping.stop();
    world.addMapping(consumer, chance.is(0.5) ? -Infinity : sinceMs - chance.below(10 * minuteMs));
  });
};

const redrives: Happening = (world, withinMs) => {
  const { chance } = world.run;
  if (chance.is(0.2)) at(world, withinMs, () => world.redrive(chance.pick(world.consumers)));
};

const happenings = [imports, repeats, poison, reshards, questions, pauses, replays, redrives];
