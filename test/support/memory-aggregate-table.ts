import type { AggregateTable } from '../../functions/aggregation/ports.ts';
import type { DailyAggregate } from '../../functions/serving/domain/rank-songs.ts';
import type { AggregateReader } from '../../functions/serving/ports.ts';
import { faultless, underFate } from './faults.ts';
import type { Fate } from './faults.ts';

/** DynamoDB's 400 KB, of which the key and the expiry take a little. */
const elementsMaxDefault = 16_381;

/** Daily aggregates in memory, with DynamoDB's manners: no empty set, no element twice in a call, a bounded item. */
export function memoryAggregateTable(fate: Fate = faultless, elementsMax = elementsMaxDefault) {
  const sets = new Map<string, { readonly elements: Set<string>; readonly expiresAtSeconds: number }>();
  const calls: string[] = [];
  const table: AggregateTable = {
    add: async ({ userId, day, elements, expiresAtSeconds }) => {
      calls.push(`${userId} ${day}`);
      const added = new Set(elements.map((element) => Buffer.from(element).toString('hex')));
      if (added.size === 0) throw new Error('An string set may not be empty');
      if (added.size < elements.length) throw new Error('Input collection contains duplicates');
      return underFate(fate(), () => {
        const key = `${userId}|${day}`;
        const standing = sets.get(key) ?? { elements: new Set<string>(), expiresAtSeconds };
        const union = new Set([...standing.elements, ...added]);
        if (union.size > elementsMax) return 'full';
        sets.set(key, { ...standing, elements: union });
        return 'added';
      });
    },
  };
  const reader: AggregateReader = {
    read: async (userId, first, last) => {
      const aggregates: DailyAggregate[] = [];
      for (const [key, { elements, expiresAtSeconds }] of sets) {
        const [owner, day = ''] = key.split('|');
        if (owner !== userId || day < first || day > last) continue;
        aggregates.push({ day, elements: Array.from(elements, (hex) => Buffer.from(hex, 'hex')), expiresAtSeconds });
      }
      return aggregates;
    },
  };
  /** Everything in the table, sorted, as text: equal text is equal sets. */
  const snapshot = (): string =>
    JSON.stringify(
      [...sets]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, { elements, expiresAtSeconds }]) => [key, expiresAtSeconds, [...elements].sort()]),
    );
  const elementCount = (): number => [...sets.values()].reduce((sum, { elements }) => sum + elements.size, 0);
  return { table, reader, sets, calls, snapshot, elementCount };
}
