/** Whether a condition is true of an item. */
import { type AttributeValue, type Item, setMembers, typeOf } from '../values/attribute-value.ts';
import { base64SizeBytes } from '../values/base64.ts';
import { compareValues, isEqual } from '../values/compare.ts';
import { valueAt } from './project.ts';
import type { Comparator, Condition, Operand } from './syntax.ts';

/** A missing item is an item without attributes. */
export function evaluate(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return evaluate(condition.left, item) && evaluate(condition.right, item);
    case 'or':
      return evaluate(condition.left, item) || evaluate(condition.right, item);
    case 'not':
      return !evaluate(condition.operand, item);
    case 'attribute_exists':
      return valueAt(item, condition.path) !== undefined;
    case 'attribute_not_exists':
      return valueAt(item, condition.path) === undefined;
    case 'attribute_type': {
      const value = valueAt(item, condition.path);
      return value !== undefined && typeOf(value) === condition.type;
    }
    case 'compare':
      return isComparisonTrue(condition.comparator, valueOf(condition.left, item), valueOf(condition.right, item));
    case 'between': {
      const value = valueOf(condition.operand, item);
      return (
        isComparisonTrue('>=', value, valueOf(condition.low, item)) &&
        isComparisonTrue('<=', value, valueOf(condition.high, item))
      );
    }
    case 'in': {
      const value = valueOf(condition.operand, item);
      return condition.choices.some((choice) => isComparisonTrue('=', value, valueOf(choice, item)));
    }
    case 'begins_with':
      return hasBeginning(valueOf(condition.left, item), valueOf(condition.right, item));
    case 'contains':
      return hasInside(valueOf(condition.left, item), valueOf(condition.right, item));
    default:
      return condition satisfies never;
  }
}

function valueOf(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value;
  const value = valueAt(item, operand.path);
  if (operand.kind === 'path' || value === undefined) return value;
  const size = elementCount(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** What `size` counts: characters, bytes, or elements. Other types have no size. */
function elementCount(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return base64SizeBytes(value.B);
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  return setMembers(value)?.members.length;
}

/** With something missing only `<>` is true; values of different types are unequal and have no order. */
function isComparisonTrue(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return isEqual(left, right);
  if (comparator === '<>') return !isEqual(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (comparator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return comparator satisfies never;
  }
}

function hasBeginning(value: AttributeValue | undefined, beginning: AttributeValue | undefined): boolean {
  if (value === undefined || beginning === undefined) return false;
  if ('S' in value && 'S' in beginning) return value.S.startsWith(beginning.S);
  if (!('B' in value) || !('B' in beginning)) return false;
  const wanted = bytesOf(beginning.B);
  return bytesOf(value.B).subarray(0, wanted.length).equals(wanted);
}

/** A part of a string or binary, a member of a set, or an element of a list. */
function hasInside(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (value === undefined || part === undefined) return false;
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value) return 'B' in part && bytesOf(value.B).includes(bytesOf(part.B));
  if ('L' in value) return value.L.some((element) => isEqual(element, part));
  if ('SS' in value) return 'S' in part && value.SS.includes(part.S);
  if ('NS' in value) return 'N' in part && value.NS.includes(part.N);
  return 'BS' in value && 'B' in part && value.BS.includes(part.B);
}

function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
