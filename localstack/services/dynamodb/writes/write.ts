import { conditionalCheckFailed } from '../errors.ts';
/**
 * A write in three steps: prepared from the request (everything that can be refused without looking at the item),
 * decided against the item as it is, applied. Transactions decide all their writes before they apply the first.
 */
import { evaluate } from '../expressions/evaluate.ts';
import type { Condition } from '../expressions/syntax.ts';
import { meterAll, type Room } from '../room.ts';
import { type CapacityMode, Consumption, writeUnits } from '../store/capacity.ts';
import type { StoredItem } from '../store/stored-item.ts';
import type { ItemChange, Table } from '../store/table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
export const itemBytesMax = 400 * 1024;

export interface PreparedWrite {
  readonly table: Table;
  readonly key: Buffer;
  readonly condition: Condition | undefined;
  /** Whether a failed condition answers with the item as it is. */
  readonly returnsItemOnFailure: boolean;
  /** What the item becomes. */
  next(before: StoredItem | undefined): StoredItem | undefined;
}

export type Decision =
  | { readonly isMet: true; readonly change: ItemChange }
  | { readonly isMet: false; readonly before: StoredItem | undefined };

/** Looks at the item, and says what the write will change, or that its condition is not met. */
export function decide({ table, key, condition, next }: PreparedWrite): Decision {
  const before = table.read(key);
  if (condition && !evaluate(condition, before?.item ?? {})) return { isMet: false, before };
  return { isMet: true, change: { key, before, after: next(before) } };
}

export interface Written {
  readonly change: ItemChange;
  /** `ConsumedCapacity`, when it was asked for. */
  readonly consumed: Record<string, unknown> | undefined;
}

/** Decides and applies one write. Throws ConditionalCheckFailedException, which costs as much as the item is large. */
export function writeOne(room: Room, write: PreparedWrite, mode: CapacityMode | undefined): Written {
  const { definition } = write.table;
  const decision = decide(write);
  if (!decision.isMet) {
    room.meter.count(definition.name, 'write', writeUnits(decision.before?.sizeBytes ?? 0));
    throw conditionalCheckFailed(write.returnsItemOnFailure ? decision.before?.item : undefined);
  }
  const consumption = new Consumption('write');
  consumption.addWrite(definition, room.tables.apply(write.table, decision.change, 'request'));
  meterAll(room, 'write', consumption);
  return { change: decision.change, consumed: consumption.answers(mode)?.[0] };
}
