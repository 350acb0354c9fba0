import { aggregateDays, dayMs, isKept } from '../engine/truth.ts';
import type { World } from '../world/world.ts';

/** What the tables held at some instant. */
export type Memory = {
  /** By user and day. */
  readonly elements: ReadonlyMap<string, ReadonlySet<string>>;
  readonly rows: ReadonlyMap<string, string>;
};

export function remember({ tables }: World): Memory {
  const elements = new Map<string, ReadonlySet<string>>();
  for (const [userId, days] of tables.aggregates.users)
    for (const [day, item] of days) elements.set(`${userId}|${day}`, new Set(item.elements.keys()));
  const rows = new Map(Array.from(tables.history.rows, ([key, row]) => [key, JSON.stringify(row)] as const));
  return { elements, rows };
}

/**
 * I5, I6, I7: a replay, however it is cut and whatever fails meanwhile, changes nothing. But for listens that were dated
 * too far ahead when they came first: by the time of the replay they may be due. And of a listen whose song was
 * renamed one of the published texts stands.
 */
export function checkUnchanged({ run, tables }: World, before: Memory): void {
  const { nowMs } = run.timeline;
  for (const [userId, days] of tables.aggregates.users) {
    for (const [day, { elements }] of days) {
      if (!isKept(day, aggregateDays, nowMs)) continue;
      const earlier = before.elements.get(`${userId}|${day}`) ?? new Set();
      for (const [key, variant] of run.truth.elementsOf(userId, day)) {
        const { listenedAtMs, firstArrivalMs } = variant.publication;
        const mayBeDue = listenedAtMs > firstArrivalMs + dayMs - 600_000;
        if (elements.has(key) !== earlier.has(key) && !mayBeDue && tables.aggregates.elementsMax > 1_000)
          run.violate('I7 replay changes nothing', `${variant.publication.eventId} of ${userId} on ${day} changed`);
      }
    }
  }
  for (const [key, text] of before.rows) {
    const row = tables.history.rows.get(key);
    const variants = run.truth.publications.get(key.slice(-64))?.variants.size ?? 0;
    if (variants === 1 && (!row || JSON.stringify(row) !== text))
      run.violate('I7 replay changes nothing', `the raw listen ${key} changed`);
  }
}
