/** One page of a Query or Scan. */
import { evaluate } from '../expressions/evaluate.ts';
import type { Condition } from '../expressions/syntax.ts';
import { meterAll, type Room } from '../room.ts';
import { type CapacityMode, Consumption, type ReadMode, readUnits } from '../store/capacity.ts';
import { keyNames } from '../store/definition.ts';
import type { KeyRange } from '../store/key-bytes.ts';
import { attributeOf, type Item, setAttribute } from '../values/attribute-value.ts';
import type { View } from './view.ts';

/** A page ends when it has read this much. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const pageBytesMax = 1024 * 1024;

export interface PageRequest {
  readonly view: View;
  readonly range: KeyRange;
  readonly isForward: boolean;
  readonly limit: number | undefined;
  readonly filter: Condition | undefined;
  readonly mode: ReadMode;
  readonly capacityMode: CapacityMode | undefined;
}

/**
 * Reads from the range's beginning until the limit, 1 MB or the end. The filter comes after the limit, so a page may be
 * empty and still not the last. A page that ends at its limit names its last key even when nothing follows.
 */
export function readPage(room: Room, request: PageRequest): Record<string, unknown> {
  const { view, range, isForward, limit, filter } = request;
  const items: Item[] = [];
  const consumption = new Consumption('read');
  let [count, scannedCount, pageBytes] = [0, 0, 0];
  let last: Item | undefined;
  let isMore = false;
  for (const stored of view.table.range(range, isForward, view.index)) {
    // Unsure whether AWS leaves out the item that crosses 1 MB; here it is the page's last.
    isMore = pageBytes >= pageBytesMax;
    if (isMore) break;
    const { item, sizeBytes } = view.visible(stored);
    scannedCount += 1;
    pageBytes += sizeBytes;
    last = stored.item;
    if (view.isFetched) consumption.add(view.table.definition, readUnits(stored.sizeBytes, request.mode));
    if (!filter || evaluate(filter, item)) {
      count += 1;
      if (!view.isCount) items.push(view.shown(item));
    }
    isMore = scannedCount === limit;
    if (isMore) break;
  }
  consumption.add(view.table.definition, readUnits(pageBytes, request.mode), view.index?.name);
  meterAll(room, 'read', consumption);
  const consumed = consumption.answers(request.capacityMode)?.[0];
  return {
    ...(view.isCount ? {} : { Items: items }),
    Count: count,
    ScannedCount: scannedCount,
    ...(isMore && last ? { LastEvaluatedKey: keyOf(view, last) } : {}),
    ...(consumed ? { ConsumedCapacity: consumed } : {}),
  };
}

/** The attributes by which a later page finds its beginning: the item's key and the index's. */
export function pageKeyNames({ table, index }: View): string[] {
  return [...new Set([...keyNames(table.definition.key), ...(index ? keyNames(index.key) : [])])];
}

function keyOf(view: View, item: Item): Item {
  const key: Item = {};
  for (const name of pageKeyNames(view)) {
    const value = attributeOf(item, name);
    if (value) setAttribute(key, name, value);
  }
  return key;
}
