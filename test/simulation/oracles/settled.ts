import type { Publication } from '../engine/truth.ts';
import { aggregateDays, dayMs, isKept } from '../engine/truth.ts';
import type { FedConsumer, World } from '../world/world.ts';

/** Whether a listen was dated so far ahead that a consumer may have refused it. */
const isFarAhead = ({ listenedAtMs, firstArrivalMs }: Publication): boolean =>
  listenedAtMs > firstArrivalMs + dayMs - 600_000;

/** Why a record need not be in a consumer's table: it was set aside, or given up and then forgotten by the log. */
const isExcused = ({ tables }: World, consumer: FedConsumer, text: string): boolean => {
  const dataBase64 = Buffer.from(text).toString('base64');
  return tables.poison.holds(consumer.name, dataBase64) || consumer.forgotten.has(dataBase64);
};

/**
 * What must hold when nothing is left to do: everything that the log accepted, and that is not too old, is in the
 * aggregate (I2) and in the raw listens, or was set aside; both agree by event id (I3).
 */
export function checkSettled(world: World): void {
  const { run, tables, aggregator, historian, retentionDays } = world;
  const { nowMs } = run.timeline;
  for (const publication of run.truth.publications.values()) {
    const { userId, day, eventId } = publication;
    if (isFarAhead(publication)) continue;
    const item = tables.aggregates.item(userId, day);
    for (const { elementKey, text, event } of publication.variants.values()) {
      if (isKept(day, aggregateDays, nowMs) && !item?.elements.has(elementKey) && !isExcused(world, aggregator, text))
        run.violate('I2 nothing is lost', `${eventId} of ${userId} on ${day} is not in the aggregate`);
      const rowKey = `${userId}#${day}|${event.listened_at}#${eventId}`;
      if (isKept(day, retentionDays, nowMs) && !tables.history.rows.has(rowKey) && !isExcused(world, historian, text))
        run.violate('I2 nothing is lost', `${eventId} of ${userId} on ${day} is not in the raw listens`);
    }
  }
  checkPoison(world);
  checkAgreement(world);
}

/** Every record that holds no listen was set aside by both consumers, with its payload. */
function checkPoison({ run, tables, log, consumers }: World): void {
  for (const { variant, dataBase64 } of log.entries()) {
    if (variant) continue;
    for (const { name, forgotten } of consumers)
      if (!tables.poison.holds(name, dataBase64) && !forgotten.has(dataBase64))
        run.violate('poison is set aside', `${name} has not set ${dataBase64.slice(0, 40)} aside`);
  }
}

/** I3: what is counted is what is kept, both ways, unless a consumer set listens aside or lost them for good. */
function checkAgreement({ run, tables, aggregator, historian }: World): void {
  if (aggregator.forgotten.size + historian.forgotten.size > 0) return;
  if (tables.poison.records.some(({ reason }) => reason === 'aggregate-full' || reason === 'in-the-future')) return;
  const kept = new Map<string, Set<string>>();
  for (const { pk, event_id } of tables.history.rows.values()) {
    const ids = kept.get(pk) ?? new Set();
    kept.set(pk, ids.add(Buffer.from(event_id.slice(0, 16), 'hex').toString('latin1')));
  }
  for (const [userId, days] of tables.aggregates.users) {
    for (const [day, { elements }] of days) {
      if (!isKept(day, aggregateDays, run.timeline.nowMs) || run.truth.elementsOf(userId, day).size === 0) continue;
      const counted = new Set([...elements.keys()].map((key) => key.slice(13, 21)));
      const raw = kept.get(`${userId}#${day}`) ?? new Set();
      if (counted.size !== raw.size || [...counted].some((id) => !raw.has(id)))
        run.violate('I3 counted is kept', `${userId} on ${day}: ${counted.size} counted, ${raw.size} kept`);
    }
  }
}
