/** From the members of a request to a write: what PutItem, DeleteItem, UpdateItem and the transactions share. */
import { itemTooLarge } from '../errors.ts';
import { parseCondition } from '../expressions/parse-condition.ts';
import { type Placeholders, Scope } from '../expressions/scope.ts';
import type { Condition } from '../expressions/syntax.ts';
import { checkItemKeys, checkKey, itemKey } from '../store/item-keys.ts';
import { StoredItem } from '../store/stored-item.ts';
import type { Table } from '../store/table.ts';
import type { Tables } from '../store/tables.ts';
import type { Item } from '../values/attribute-value.ts';
import { checkItem } from '../values/check-value.ts';
import { itemBytesMax, type PreparedWrite } from './write.ts';

export interface ConditionMembers extends Placeholders {
  readonly TableName: string;
  readonly ConditionExpression?: string;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
}

export interface PutMembers extends ConditionMembers {
  readonly Item: Item;
}

export interface KeyMembers extends ConditionMembers {
  readonly Key: Item;
}

/** A put as PutItem and TransactWriteItems ask for it. */
export function preparePut(tables: Tables, members: PutMembers): PreparedWrite {
  const condition = parseOnlyCondition(members);
  return preparePutOf(tables.require(members.TableName), members.Item, condition, returnsItem(members));
}

/** An unconditional put, as BatchWriteItem does it. */
export function preparePutOf(
  table: Table,
  item: Item,
  condition?: Condition,
  returnsItemOnFailure = false,
): PreparedWrite {
  const sizeBytes = checkItem(item);
  checkItemKeys(table.definition, item);
  if (sizeBytes > itemBytesMax) throw itemTooLarge();
  const after = StoredItem.of(item, sizeBytes);
  return { table, key: itemKey(table.definition, item), condition, returnsItemOnFailure, next: () => after };
}

/** A delete as DeleteItem and TransactWriteItems ask for it. */
export function prepareDelete(tables: Tables, members: KeyMembers): PreparedWrite {
  const condition = parseOnlyCondition(members);
  const table = tables.require(members.TableName);
  return prepareDeleteOf(table, members.Key, condition, returnsItem(members));
}

/** An unconditional delete, as BatchWriteItem does it. */
export function prepareDeleteOf(
  table: Table,
  key: Item,
  condition?: Condition,
  returnsItemOnFailure = false,
): PreparedWrite {
  return { table, key: checkedKey(table, key), condition, returnsItemOnFailure, next: () => undefined };
}

/** TransactWriteItems' ConditionCheck: leaves the item as it is. */
export function prepareCheck(tables: Tables, members: KeyMembers): PreparedWrite {
  const condition = parseOnlyCondition(members);
  const table = tables.require(members.TableName);
  return {
    table,
    key: checkedKey(table, members.Key),
    condition,
    returnsItemOnFailure: returnsItem(members),
    next: (before) => before,
  };
}

/** The bytes of the `Key` of a request, after checking it. */
export function checkedKey(table: Table, key: Item): Buffer {
  checkItem(key);
  checkKey(table.definition, key);
  return itemKey(table.definition, key);
}

export function returnsItem({ ReturnValuesOnConditionCheckFailure: mode }: ConditionMembers): boolean {
  return mode === 'ALL_OLD';
}

function parseOnlyCondition(members: ConditionMembers): Condition | undefined {
  const { ConditionExpression } = members;
  const scope = Scope.of(members, { ConditionExpression });
  const condition =
    ConditionExpression === undefined ? undefined : parseCondition('ConditionExpression', ConditionExpression, scope);
  scope.checkAllUsed();
  return condition;
}
