/**
 * Checks of attribute values as clients send them, in DynamoDB's words, and their sizes.
 *
 * One walk does three things, because every write pays for it: refuses what is no value, puts numbers and base64 into
 * their canonical text (in place: the request belongs to us), and adds up the size.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
import { serializationError, validationError } from '../../../engine/aws-error.ts';
import { type AttributeValue, type Item, type SetType } from './attribute-value.ts';
import { base64SizeBytes, canonicalBase64 } from './base64.ts';
import { canonicalNumber, numberSizeBytes } from './decimal.ts';

/** Documents nest this deep at most. */
export const levelsMax = 32;
/** A list or map costs this much, and each of its elements one byte more. */
const containerBytes = 3;

/** Checks an item or key and gives its size in bytes: names, values and their overhead. */
export function checkItem(item: unknown): number {
  return checkMembers(item, 1, 0);
}

/** Checks one value and gives its size in bytes. */
export function checkValue(value: unknown, level = 1): number {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw serializationError(`Unexpected value for an AttributeValue: ${JSON.stringify(value)}`);
  }
  let found: string | undefined;
  for (const type in value) {
    if (found !== undefined) throw severalTypes();
    found = type;
  }
  if (found === undefined) throw noType();
  return checkTyped(value as Record<string, unknown>, found, level);
}

/** The size of a value that has been checked before. */
export function sizeOf(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSizeBytes(value.N);
  if ('B' in value) return base64SizeBytes(value.B);
  if ('SS' in value) return total(value.SS, Buffer.byteLength);
  if ('NS' in value) return total(value.NS, numberSizeBytes);
  if ('BS' in value) return total(value.BS, base64SizeBytes);
  if ('L' in value) return containerBytes + value.L.length + total(value.L, sizeOf);
  if ('M' in value) return containerBytes + Object.keys(value.M).length + sizeOfItem(value.M);
  return 1;
}

/** The size of an item that has been checked before. */
export function sizeOfItem(item: Item): number {
  let sizeBytes = 0;
  for (const name in item) sizeBytes += Buffer.byteLength(name) + sizeOf(item[name] as AttributeValue);
  return sizeBytes;
}

/** How many lists and maps deep a checked value is; a scalar or set is none. */
export function levelsOf(value: AttributeValue): number {
  if ('L' in value) return 1 + value.L.reduce((deepest, each) => Math.max(deepest, levelsOf(each)), 0);
  if ('M' in value) return 1 + Object.values(value.M).reduce((deepest, each) => Math.max(deepest, levelsOf(each)), 0);
  return 0;
}

function checkTyped(holder: Record<string, unknown>, type: string, level: number): number {
  const value = holder[type];
  switch (type) {
    case 'S':
      return Buffer.byteLength(checkString(value));
    case 'N':
      return numberSizeBytes((holder['N'] = canonicalNumber(checkString(value))));
    case 'B':
      return base64SizeBytes((holder['B'] = canonicalBase64(checkString(value))));
    case 'BOOL':
      if (typeof value !== 'boolean') throw unexpectedToken(value, 'Boolean');
      return 1;
    case 'NULL':
      if (value !== true) throw invalidParameter('Null attribute value types must have the value of true');
      return 1;
    case 'SS':
    case 'NS':
    case 'BS':
      return checkSet(holder, type);
    case 'L':
      return checkList(value, level);
    case 'M':
      return checkMembers(value, level + 1, 1) + containerBytes;
    default:
      throw noType();
  }
}

function checkMembers(map: unknown, level: number, overheadBytes: number): number {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw unexpectedToken(map, 'Map');
  checkLevel(level - 1);
  let sizeBytes = 0;
  for (const name in map) {
    sizeBytes += Buffer.byteLength(name) + overheadBytes + checkValue((map as Item)[name], level);
  }
  return sizeBytes;
}

function checkList(list: unknown, level: number): number {
  if (!Array.isArray(list)) throw unexpectedToken(list, 'List');
  checkLevel(level);
  let sizeBytes = containerBytes + list.length;
  for (const each of list) sizeBytes += checkValue(each, level + 1);
  return sizeBytes;
}

/** Sets refuse emptiness, duplicates and empty members. Compared as canonical texts, so 1.0 and 1 are duplicates. */
function checkSet(holder: Record<string, unknown>, type: SetType): number {
  const members = holder[type];
  if (!Array.isArray(members)) throw unexpectedToken(members, 'Set');
  if (members.length === 0) throw invalidParameter(emptySetText[type]);
  const { canonical, sizeOfMember } = memberRules[type];
  const kept: string[] = members.map((member) => canonical(checkString(member)));
  holder[type] = kept;
  if (new Set(kept).size < kept.length) throw invalidParameter(duplicateText(type, kept));
  return total(kept, sizeOfMember);
}

const asIs = (text: string): string => text;
const memberRules = {
  SS: { canonical: asIs, sizeOfMember: (member: string) => Buffer.byteLength(member) },
  NS: { canonical: canonicalNumber, sizeOfMember: numberSizeBytes },
  BS: { canonical: canonicalBase64, sizeOfMember: base64SizeBytes },
};

/** Two blanks and "An number" are DynamoDB's own. */
const emptySetText = {
  SS: 'An string set  may not be empty',
  NS: 'An number set  may not be empty',
  BS: 'Binary sets should not be empty',
};

function duplicateText(type: SetType, members: readonly string[]): string {
  const list = `[${members.join(', ')}]`;
  if (type === 'NS') return 'Input collection contains duplicates';
  return type === 'SS'
    ? `Input collection ${list} contains duplicates.`
    : `Input collection ${list}of type BS contains duplicates.`;
}

function total<T>(members: readonly T[], sizeOfMember: (member: T) => number): number {
  let sizeBytes = 0;
  for (const member of members) sizeBytes += sizeOfMember(member);
  return sizeBytes;
}

function checkString(value: unknown): string {
  if (typeof value !== 'string') throw unexpectedToken(value, 'String');
  return value;
}

function checkLevel(level: number): void {
  if (level > levelsMax) throw tooManyLevels();
}

export function tooManyLevels(): Error {
  return validationError('Nesting Levels have exceeded supported limits');
}

function unexpectedToken(value: unknown, expected: string): Error {
  return serializationError(`${JSON.stringify(value)} can not be converted to ${expected}`);
}

function invalidParameter(text: string): Error {
  return validationError(`One or more parameter values were invalid: ${text}`);
}

function noType(): Error {
  return validationError('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

function severalTypes(): Error {
  return validationError(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  );
}
