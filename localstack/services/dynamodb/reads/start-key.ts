/** Where a page begins when ExclusiveStartKey says so. */
import { AwsError, validationError } from '../../../engine/aws-error.ts';
import { indexKey, itemKey } from '../store/item-keys.ts';
import { type KeyRange, nextAfter } from '../store/key-bytes.ts';
import { attributeOf, type Item, typeOf } from '../values/attribute-value.ts';
import { checkItem } from '../values/check-value.ts';
import { pageKeyNames } from './read-page.ts';
import type { View } from './view.ts';

/** The part of `range` that comes after the start key, in the direction of reading. */
export function rangeAfter(view: View, range: KeyRange, isForward: boolean, startKey: Item | undefined): KeyRange {
  if (!startKey) return range;
  const key = startBytes(view, startKey);
  if (Buffer.compare(key, range.from) < 0 || Buffer.compare(key, range.to) >= 0) {
    throw validationError('The provided starting key is outside query boundaries based on provided conditions');
  }
  return isForward ? { from: nextAfter(key), to: range.to } : { from: range.from, to: key };
}

function startBytes(view: View, startKey: Item): Buffer {
  try {
    checkItem(startKey);
  } catch (fault) {
    if (!(fault instanceof AwsError) || fault.code !== 'ValidationException') throw fault;
    throw validationError(`The provided starting key is invalid: ${fault.message}`);
  }
  const { definition } = view.table;
  const names = pageKeyNames(view);
  const isOfSchema =
    Object.keys(startKey).length === names.length &&
    names.every((name) => {
      const value = attributeOf(startKey, name);
      return value && typeOf(value) === definition.types[name];
    });
  if (!isOfSchema) {
    throw validationError('The provided starting key is invalid: The provided key element does not match the schema');
  }
  const ownKey = itemKey(definition, startKey);
  return (view.index && indexKey(definition, view.index, startKey, ownKey)) ?? ownKey;
}
