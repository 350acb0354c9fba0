import type { Element } from '../../../functions/aggregation/domain/element.ts';
import type { AggregateTable } from '../../../functions/aggregation/ports.ts';
import type { DailyAggregate } from '../../../functions/serving/domain/rank-songs.ts';

/** An aggregate as the table holds it. Elements are keyed by their bytes, one character each. */
export type AggregateItem = { readonly elements: Map<string, Element>; readonly expiresAtSeconds: number };

type Addition = Parameters<AggregateTable['add']>[0];

/** What DynamoDB answers to a request that is malformed. Repeating it never helps. */
export class MalformedRequest extends Error {}

export const elementKeyOf = (element: Element): string =>
  Buffer.from(element.buffer, element.byteOffset, element.byteLength).toString('latin1');

/** Bytes of the item: names, keys, number and elements, as DynamoDB counts them. */
const itemBytes = (userId: string, { elements }: { readonly elements: ReadonlyMap<string, Element> }): number =>
  'user_id'.length + userId.length + 'day'.length + 10 + 'e'.length + 24 * elements.size + 'expires_at'.length + 6;

/** Daily aggregates in memory, with DynamoDB's manners: no empty set, no element twice in a request, a bounded item. */
export class AggregateStore {
  readonly users = new Map<string, Map<string, AggregateItem>>();
  elementsMax = 16_381;

  item(userId: string, day: string): AggregateItem | undefined {
    return this.users.get(userId)?.get(day);
  }

  /** Adds elements to a set, atomically. Gives the bytes of the item afterwards, for the bill. */
  add({ userId, day, elements, expiresAtSeconds }: Addition): { answer: 'added' | 'full'; sizeBytes: number } {
    if (elements.length === 0)
      throw new MalformedRequest('One or more parameter values were invalid: An string set may not be empty');
    const added = new Map(elements.map((element) => [elementKeyOf(element), element]));
    if (added.size < elements.length)
      throw new MalformedRequest('One or more parameter values were invalid: Input collection contains duplicates.');

    const standing = this.item(userId, day);
    const union = new Map([...(standing?.elements ?? []), ...added]);
    const item = { elements: union, expiresAtSeconds: standing?.expiresAtSeconds ?? expiresAtSeconds };
    if (union.size > this.elementsMax) return { answer: 'full', sizeBytes: itemBytes(userId, standing ?? item) };
    this.put(userId, day, item);
    return { answer: 'added', sizeBytes: itemBytes(userId, item) };
  }

  put(userId: string, day: string, item: AggregateItem): void {
    let days = this.users.get(userId);
    if (!days) this.users.set(userId, (days = new Map()));
    days.set(day, item);
  }

  /** A user's aggregates from `first` to `last`; sets have no order, and `shuffled` gives them one. */
  read(
    userId: string,
    first: string,
    last: string,
    shuffled: (elements: readonly Element[]) => Element[] = (elements) => [...elements],
  ): DailyAggregate[] {
    if (first > last) throw new MalformedRequest(`a range ends no earlier than it begins, got ${first} to ${last}`);
    const aggregates: DailyAggregate[] = [];
    for (const [day, { elements, expiresAtSeconds }] of this.users.get(userId) ?? [])
      if (day >= first && day <= last)
        aggregates.push({ day, elements: shuffled([...elements.values()]), expiresAtSeconds });
    return aggregates.sort((left, right) => (left.day < right.day ? -1 : 1));
  }

  /** Deletes what expires up to an instant. */
  expire(untilMs: number): void {
    for (const days of this.users.values())
      for (const [day, { expiresAtSeconds }] of days) if (expiresAtSeconds * 1000 <= untilMs) days.delete(day);
  }

  /** Everything in the table as text, in one order: equal text is equal content. */
  snapshot(isIncluded: (userId: string, day: string) => boolean = () => true): string {
    const lines: string[] = [];
    for (const [userId, days] of this.users)
      for (const [day, { elements, expiresAtSeconds }] of days)
        if (isIncluded(userId, day))
          lines.push(`${userId} ${day} ${expiresAtSeconds} ${[...elements.keys()].sort().join()}`);
    return lines.sort().join('\n');
  }
}
