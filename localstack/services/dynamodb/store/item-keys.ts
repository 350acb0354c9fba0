/** From items to keys: which attributes make a key, whether they may, and the bytes they become. */
import { validationError } from '../../../engine/aws-error.ts';
import { invalidParameter, keyMismatch } from '../errors.ts';
import {
  type AttributeValue,
  attributeOf,
  type Item,
  keyText,
  type KeyType,
  typeOf,
} from '../values/attribute-value.ts';
import { sizeOf } from '../values/check-value.ts';
import { type IndexDefinition, keyNames, type KeySchema, type TableDefinition } from './definition.ts';
import { encodeKey, type KeyPart } from './key-bytes.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const partitionKeyBytesMax = 2048;
const sortKeyBytesMax = 1024;

/** The bytes under which an item with checked keys is kept. */
export function itemKey({ key, types }: TableDefinition, item: Item): Buffer {
  const partition = partOf(types, item, key.partition);
  if (!partition) throw new Error(`item without its partition key ${key.partition}`);
  return encodeKey(partition, key.sort === undefined ? undefined : partOf(types, item, key.sort));
}

/** The bytes of an item's entry in an index; undefined when it lacks an attribute of the index's key: indexes are sparse. */
export function indexKey(
  definition: TableDefinition,
  index: IndexDefinition,
  item: Item,
  ownKey: Buffer,
): Buffer | undefined {
  const partition = partOf(definition.types, item, index.key.partition);
  const sort = index.key.sort === undefined ? undefined : partOf(definition.types, item, index.key.sort);
  if (!partition || (index.key.sort !== undefined && !sort)) return undefined;
  return encodeKey(partition, sort, ownKey);
}

/** A value of a key as its encoder wants it. */
export function keyPart(types: Readonly<Record<string, KeyType>>, name: string, value: AttributeValue): KeyPart {
  const type = types[name];
  const text = keyText(value);
  if (type === undefined || text === undefined) throw new Error(`${name} is no key attribute`);
  return { type, text };
}

/** Checks the `Key` of a request: the key attributes, all of them, and nothing else. */
export function checkKey({ key, types }: TableDefinition, given: Item): void {
  const names = keyNames(key);
  if (Object.keys(given).length !== names.length) throw keyMismatch();
  for (const name of names) {
    const value = attributeOf(given, name);
    if (!value || typeOf(value) !== types[name]) throw keyMismatch();
    checkKeyValue(key, name, value);
  }
}

/** Checks that an item that is to be stored has the table's key and, where it has index attributes, of the right type. */
export function checkItemKeys(definition: TableDefinition, item: Item): void {
  const { key, types, indexes } = definition;
  for (const name of keyNames(key)) {
    const value = attributeOf(item, name);
    if (!value) throw invalidParameter(`Missing the key ${name} in the item`);
    if (typeOf(value) !== types[name]) {
      throw invalidParameter(`Type mismatch for key ${name} expected: ${types[name]} actual: ${typeOf(value)}`);
    }
    checkKeyValue(key, name, value);
  }
  for (const index of indexes) checkIndexKeys(definition, index, item);
}

function checkIndexKeys({ types }: TableDefinition, index: IndexDefinition, item: Item): void {
  for (const name of keyNames(index.key)) {
    const value = attributeOf(item, name);
    if (!value) continue;
    if (typeOf(value) !== types[name]) {
      throw invalidParameter(
        `Type mismatch for Index Key ${name} Expected: ${types[name]} Actual: ${typeOf(value)} IndexName: ${index.name}`,
      );
    }
    if (keyText(value) === '') {
      throw validationError(
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported.' +
          ` The AttributeValue for a key attribute cannot contain an empty ${emptyName(value)} value. IndexName: ${index.name}, IndexKey: ${name}`,
      );
    }
    checkKeySize(index.key, name, value);
  }
}

/** Refuses an empty or oversized value of a key attribute. */
export function checkKeyValue(key: KeySchema, name: string, value: AttributeValue): void {
  if (keyText(value) === '') {
    throw validationError(
      'One or more parameter values are not valid.' +
        ` The AttributeValue for a key attribute cannot contain an empty ${emptyName(value)} value. Key: ${name}`,
    );
  }
  checkKeySize(key, name, value);
}

function checkKeySize(key: KeySchema, name: string, value: AttributeValue): void {
  const sizeBytes = sizeOf(value);
  // The missing blank before 2048 is DynamoDB's own.
  if (name === key.partition && sizeBytes > partitionKeyBytesMax) {
    throw invalidParameter(`Size of hashkey has exceeded the maximum size limit of${partitionKeyBytesMax} bytes`);
  }
  if (name === key.sort && sizeBytes > sortKeyBytesMax) {
    throw invalidParameter(`Aggregated size of all range keys has exceeded the size limit of ${sortKeyBytesMax} bytes`);
  }
}

function partOf(types: Readonly<Record<string, KeyType>>, item: Item, name: string): KeyPart | undefined {
  const value = attributeOf(item, name);
  // An item older than the index may hold another type or nothing there; such items stay out of the index.
  if (!value || typeOf(value) !== types[name] || keyText(value) === '') return undefined;
  return keyPart(types, name, value);
}

function emptyName(value: AttributeValue): string {
  return 'B' in value ? 'binary' : 'string';
}
