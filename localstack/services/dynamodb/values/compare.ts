/** Equality and order of attribute values, as conditions see them. */
import { attributeOf, type AttributeValue, type Item, setMembers, typeOf } from './attribute-value.ts';
import { compareNumbers } from './decimal.ts';

/** Deep equality; sets are equal when they have the same members. Both values are checked (canonical) ones. */
export function isEqual(left: AttributeValue, right: AttributeValue): boolean {
  if (typeOf(left) !== typeOf(right)) return false;
  if ('L' in left && 'L' in right) {
    return left.L.length === right.L.length && left.L.every((each, index) => isEqualOrMissing(each, right.L[index]));
  }
  if ('M' in left && 'M' in right) return isEqualItem(left.M, right.M);
  const a = setMembers(left);
  const b = setMembers(right);
  if (a && b) {
    const members = new Set(a.members);
    return a.members.length === b.members.length && b.members.every((each) => members.has(each));
  }
  return scalarOf(left) === scalarOf(right);
}

/** Deep equality of items. */
export function isEqualItem(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => isEqualOrMissing(left[name], attributeOf(right, name)))
  );
}

/**
 * Negative, zero or positive for two values of one sortable type (S, N, B); undefined when they cannot be ordered.
 * Strings order by their UTF-8 bytes, binary by unsigned bytes.
 */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if ('S' in left && 'S' in right) return compareUtf8(left.S, right.S);
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  if ('B' in left && 'B' in right) return Buffer.compare(Buffer.from(left.B, 'base64'), Buffer.from(right.B, 'base64'));
  return undefined;
}

/** Order of the UTF-8 bytes of two strings, found in their UTF-16 units. */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return utf8Rank(a) - utf8Rank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above U+FFFF, so they rank above the units E000–FFFF that exceed them in UTF-16. */
function utf8Rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function isEqualOrMissing(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  return left !== undefined && right !== undefined && isEqual(left, right);
}

function scalarOf(value: AttributeValue): string | boolean | undefined {
  if ('S' in value) return value.S;
  if ('N' in value) return value.N;
  if ('B' in value) return value.B;
  if ('BOOL' in value) return value.BOOL;
  return 'NULL' in value ? value.NULL : undefined;
}
