/** From a key condition to the range of keys that fulfil it. */
import { validationError } from '../../../engine/aws-error.ts';
import { invalidParameter } from '../errors.ts';
import type { KeyCondition, SortCondition } from '../expressions/key-condition.ts';
import type { KeySchema, TableDefinition } from '../store/definition.ts';
import { checkKeyValue, keyPart } from '../store/item-keys.ts';
import {
  beginningOf,
  encodePart,
  type KeyPart,
  type KeyRange,
  partitionPrefix,
  rangeOf,
  successorOf,
} from '../store/key-bytes.ts';
import { type AttributeValue, typeOf } from '../values/attribute-value.ts';

export function keyRangeOf({ types }: TableDefinition, key: KeySchema, condition: KeyCondition): KeyRange {
  const checkedPart = (name: string, value: AttributeValue): KeyPart => {
    if (typeOf(value) !== types[name]) throw invalidParameter('Condition parameter type does not match schema type');
    checkKeyValue(key, name, value);
    return keyPart(types, name, value);
  };
  const prefix = partitionPrefix(checkedPart(key.partition, condition.partition));
  const { sort } = condition;
  if (!sort || key.sort === undefined) return rangeOf(prefix);
  const name = key.sort;
  return sortRange(prefix, sort, (value) => checkedPart(name, value));
}

function sortRange(prefix: Buffer, sort: SortCondition, partOf: (value: AttributeValue) => KeyPart): KeyRange {
  const all = rangeOf(prefix);
  const part = partOf(sort.value);
  const exact = Buffer.concat([prefix, encodePart(part)]);
  switch (sort.kind) {
    case '=':
      return rangeOf(exact);
    case '<':
      return { from: all.from, to: exact };
    case '<=':
      return { from: all.from, to: successorOf(exact) };
    case '>':
      return { from: successorOf(exact), to: all.to };
    case '>=':
      return { from: exact, to: all.to };
    case 'between':
      return { from: exact, to: successorOf(Buffer.concat([prefix, encodePart(partOf(sort.high))])) };
    case 'begins_with':
      if (part.type === 'N') {
        throw validationError(
          'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
        );
      }
      return rangeOf(Buffer.concat([prefix, beginningOf(part)]));
    default:
      return sort satisfies never;
  }
}
