import { consumeLog } from '../../../functions/listens/consume-log.ts';
import type { LoggedListen, StoreOutcome } from '../../../functions/listens/ports.ts';
import { concurrently } from '../../../functions/shared/concurrently.ts';
import type { Environment } from '../engine/environment.ts';
import type { FaultKind } from '../engine/fault-kinds.ts';
import { Run } from '../engine/run.ts';
import { aggregateDays, isKept } from '../engine/truth.ts';
import type { Consume } from '../world/consumers.ts';
import { live } from '../world/live.ts';
import { crawlUntilQuiet, settleConsumers } from '../world/settle.ts';
import { replay } from '../world/simulate.ts';
import { World } from '../world/world.ts';
import { CountTable } from './count-table.ts';
import type { Bench, Design } from './designs.ts';

/** A kind of trouble, and whether a replay of the whole log belongs to it. */
export type Profile = { readonly name: string; readonly kinds: readonly FaultKind[]; readonly isReplayed?: boolean };

export type Verdict = 'right' | 'over' | 'under' | 'both';

/** One run of the pipeline with a design in the aggregator's place: whether its counts are right at the end. */
export async function runDesign(seed: number, design: Design, { kinds, isReplayed }: Profile): Promise<Verdict> {
  const run = new Run(seed, { kinds: new Set(kinds) });
  const table = new CountTable();
  const isOurs = design.countGroup === undefined;
  const world = new World(
    run,
    isOurs ? undefined : { load: (environment) => loadDesign(design, table, environment), isDurable: () => true },
  );
  await live(world);
  run.faults.isCalm = true;
  await settleConsumers(world);
  await crawlUntilQuiet(world);
  await settleConsumers(world);
  if (isReplayed) await replay(world);
  return verdictOf(world, countsOf(world, isOurs ? undefined : table));
}

/** The design as a consumer of the log: everything but the counting is our own code. */
function loadDesign(design: Design, table: CountTable, environment: Environment): Consume {
  let shardId = '';
  const bench: Bench = { table, environment, shardId: () => shardId };
  const { countGroup } = design;
  const store = async (listens: readonly LoggedListen[]): Promise<StoreOutcome> => {
    const groups = Map.groupBy(listens, ({ event }) => {
      const day = `${event.user_id}|${event.listened_at.slice(0, 10)}`;
      return design.groupedBy === 'day' ? day : `${day}|${event.song_id}`;
    });
    const outcomes = await concurrently([...groups], 32, async ([key, group]) => countGroup?.(bench, key, group));
    const failed = [...groups.values()].filter((_, index) => outcomes[index]?.status === 'rejected');
    return { unacknowledged: failed.flat().map(({ sequenceNumber }) => sequenceNumber), refused: [] };
  };
  const ports = { nowMs: environment.nowMs, log: environment.log, poison: { send: async () => [] } };
  const consume = consumeLog('aggregator', ports, store);
  return (event) => {
    shardId = event.Records[0]?.eventID.split(':')[0] ?? '';
    return consume(event);
  };
}

/** What the design says: listens by user, day and song. */
function countsOf({ tables }: World, table: CountTable | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (key: string, listens: number): void => void counts.set(key, (counts.get(key) ?? 0) + listens);
  if (table) {
    for (const [key, { count: listens, ids }] of table.rows) count(key, listens + ids.size);
    for (const [day, { songOf }] of table.days) for (const songId of songOf.values()) count(`${day}|${songId}`, 1);
    return counts;
  }
  for (const [userId, days] of tables.aggregates.users)
    for (const [day, { elements }] of days)
      for (const key of elements.keys())
        count(`${userId}|${day}|${Buffer.from(key.slice(1, 13), 'latin1').toString('hex')}`, 1);
  return counts;
}

function verdictOf({ run }: World, counts: ReadonlyMap<string, number>): Verdict {
  const right = new Map<string, number>();
  for (const { userId, day, variants } of run.truth.publications.values()) {
    if (!isKept(day, aggregateDays, run.timeline.nowMs)) continue;
    for (const { event } of variants.values()) {
      const key = `${userId}|${day}|${event.song_id}`;
      right.set(key, (right.get(key) ?? 0) + 1);
    }
  }
  let [isOver, isUnder] = [false, false];
  for (const [key, listens] of right) {
    const counted = counts.get(key) ?? 0;
    isOver ||= counted > listens;
    isUnder ||= counted < listens;
  }
  if (isOver && isUnder) return 'both';
  if (isOver) return 'over';
  return isUnder ? 'under' : 'right';
}
