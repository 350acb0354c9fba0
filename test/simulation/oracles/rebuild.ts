import type { KinesisStreamRecord } from 'aws-lambda';

import { encodeListen } from '../../../functions/listens/codec.ts';
import { Environment } from '../engine/environment.ts';
import { aggregateDays, isKept } from '../engine/truth.ts';
import { loadAggregator } from '../world/consumers.ts';
import { Tables } from '../world/tables.ts';
import type { World } from '../world/world.ts';

/** The event hashes of an aggregate: what is counted, whatever the songs are called by then. */
const hashesOf = (tables: Tables, userId: string, day: string): string =>
  [...new Set(Array.from(tables.aggregates.item(userId, day)?.elements.keys() ?? [], (key) => key.slice(13, 21)))]
    .sort()
    .join();

/** I8: the aggregates that raw listens give are those that the log gave. */
export async function checkRebuild(world: World): Promise<void> {
  const { run, tables, aggregator, historian } = world;
  const isWhole = aggregator.forgotten.size + historian.forgotten.size + tables.poison.records.length === 0;
  if (!isWhole || tables.history.rows.size === 0) return;
  const rebuilt = new Tables();
  const consume = loadAggregator(run, rebuilt, new Environment(run, 'rebuild'));
  const Records = Array.from(tables.history.rows.values(), ({ pk: _pk, sk: _sk, expires_at: _at, ...event }, index) => {
    const data = Buffer.from(encodeListen(event)).toString('base64');
    const kinesis = { data, partitionKey: event.user_id, sequenceNumber: String(index + 1) };
    return { eventID: `raw:${index + 1}`, kinesis } as KinesisStreamRecord;
  });
  const answer = consume({ Records });
  await run.timeline.run();
  if ((await answer).batchItemFailures.length > 0) run.violate('I8 rebuild', 'raw listens could not be aggregated');
  for (const { userId, day } of run.truth.publications.values()) {
    if (!isKept(day, aggregateDays, run.timeline.nowMs)) continue;
    if (hashesOf(rebuilt, userId, day) !== hashesOf(tables, userId, day))
      run.violate('I8 rebuild', `${userId} on ${day} is not what the raw listens give`);
  }
}
