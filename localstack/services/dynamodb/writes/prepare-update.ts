/** From the members of UpdateItem, or of an Update in a transaction, to a write. */
import { AwsError, validationError } from '../../../engine/aws-error.ts';
import { invalidParameter, updatedItemTooLarge } from '../errors.ts';
import { applyUpdate } from '../expressions/apply-update.ts';
import { parseCondition } from '../expressions/parse-condition.ts';
import { parseUpdate } from '../expressions/parse-update.ts';
import { Scope } from '../expressions/scope.ts';
import type { Path, UpdateAction } from '../expressions/syntax.ts';
import { keyNames } from '../store/definition.ts';
import { checkItemKeys } from '../store/item-keys.ts';
import { StoredItem } from '../store/stored-item.ts';
import type { Table } from '../store/table.ts';
import type { Tables } from '../store/tables.ts';
import type { Item } from '../values/attribute-value.ts';
import { sizeOfItem } from '../values/check-value.ts';
import { checkedKey, type KeyMembers, returnsItem } from './prepare-write.ts';
import { itemBytesMax, type PreparedWrite } from './write.ts';

export interface UpdateMembers extends KeyMembers {
  readonly UpdateExpression?: string;
}

export interface PreparedUpdate extends PreparedWrite {
  /** The places the update touches, for UPDATED_OLD and UPDATED_NEW. */
  readonly paths: readonly Path[];
}

/** An item that is not there begins as its key; without an expression that is all that is stored. */
export function prepareUpdate(tables: Tables, members: UpdateMembers): PreparedUpdate {
  const { UpdateExpression, ConditionExpression } = members;
  const scope = Scope.of(members, { UpdateExpression, ConditionExpression });
  const actions = UpdateExpression === undefined ? [] : parseUpdate(UpdateExpression, scope);
  const condition =
    ConditionExpression === undefined ? undefined : parseCondition('ConditionExpression', ConditionExpression, scope);
  scope.checkAllUsed();
  const table = tables.require(members.TableName);
  const key = checkedKey(table, members.Key);
  checkKeyUntouched(table, actions);
  return {
    table,
    key,
    condition,
    returnsItemOnFailure: returnsItem(members),
    paths: actions.map(({ path }) => path),
    next: (before) => updated(table, before?.item ?? members.Key, actions),
  };
}

function updated(table: Table, item: Item, actions: readonly UpdateAction[]): StoredItem {
  const after = applyUpdate(item, actions);
  const sizeBytes = sizeOfItem(after);
  if (sizeBytes > itemBytesMax) throw updatedItemTooLarge();
  if (table.definition.indexes.length > 0) checkIndexKeys(table, after);
  return StoredItem.of(after, sizeBytes);
}

function checkKeyUntouched(table: Table, actions: readonly UpdateAction[]): void {
  const names: readonly unknown[] = keyNames(table.definition.key);
  const touched = actions.find(({ path: [name] }) => names.includes(name));
  if (touched) throw invalidParameter(`Cannot update attribute ${touched.path[0]}. This attribute is part of the key`);
}

function checkIndexKeys(table: Table, item: Item): void {
  try {
    checkItemKeys(table.definition, item);
  } catch (fault) {
    if (!(fault instanceof AwsError) || !fault.message.includes('Type mismatch for Index Key')) throw fault;
    throw validationError('The update expression attempted to update the secondary index key to unsupported type');
  }
}
