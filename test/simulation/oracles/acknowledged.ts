import type { Run } from '../engine/run.ts';
import { aggregateDays, isKept } from '../engine/truth.ts';
import type { LogEntry } from '../world/event-log.ts';
import type { Tables } from '../world/tables.ts';

/** Whether the aggregator has dealt with a record for good: counted, too old to be counted, or set aside. */
export function isAggregated(run: Run, tables: Tables, { variant, dataBase64 }: LogEntry): boolean {
  if (variant) {
    const { userId, day } = variant.publication;
    if (tables.aggregates.item(userId, day)?.elements.has(variant.elementKey)) return true;
    if (!isKept(day, aggregateDays, run.timeline.nowMs)) return true;
  }
  return tables.poison.holds('aggregator', dataBase64);
}

/** Whether the raw event processor has dealt with a record for good: kept, too old to be kept, or set aside. */
export function isStored(run: Run, tables: Tables, retentionDays: number, { variant, dataBase64 }: LogEntry): boolean {
  if (variant) {
    const { userId, day, eventId } = variant.publication;
    if (tables.history.rows.has(`${userId}#${day}|${variant.event.listened_at}#${eventId}`)) return true;
    if (!isKept(day, retentionDays, run.timeline.nowMs)) return true;
  }
  return tables.poison.holds('raw-event-processor', dataBase64);
}

/** I10: what a consumer acknowledges is durable by then, because nobody will deliver it again. */
export function checkAcknowledged(run: Run, consumer: string, entry: LogEntry, isDurable: boolean): void {
  if (isDurable) return;
  const what = entry.variant
    ? `listen ${entry.variant.publication.eventId}`
    : `record ${entry.dataBase64.slice(0, 40)}`;
  run.violate('I10 acknowledged is durable', `${consumer} let ${what} go, which is neither stored nor set aside`);
}
