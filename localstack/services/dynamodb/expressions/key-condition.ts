/** What a KeyConditionExpression asks for: one partition, and at most one condition on the sort key. */
import { validationError } from '../../../engine/aws-error.ts';
import type { KeySchema } from '../store/definition.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { parseCondition } from './parse-condition.ts';
import type { Scope } from './scope.ts';
import type { Comparator, Condition, Operand } from './syntax.ts';

export type SortCondition =
  | { readonly kind: '=' | '<' | '<=' | '>' | '>=' | 'begins_with'; readonly value: AttributeValue }
  | { readonly kind: 'between'; readonly value: AttributeValue; readonly high: AttributeValue };

export interface KeyCondition {
  readonly partition: AttributeValue;
  readonly sort?: SortCondition;
}

interface NamedCondition {
  readonly attribute: string;
  readonly condition: SortCondition;
}

/** Parses and checks the condition against the key of the table or index that is queried. */
export function parseKeyCondition(expression: string, scope: Scope, key: KeySchema): KeyCondition {
  const parts = conjunctsOf(parseCondition('KeyConditionExpression', expression, scope)).map(namedCondition);
  const names = parts.map(({ attribute }) => attribute);
  if (new Set(names).size < names.length) {
    throw validationError('KeyConditionExpressions must only contain one condition per key');
  }
  if (parts.length > 2) throw validationError('Conditions can be of length 1 or 2 only');
  const partition = parts.find(({ attribute }) => attribute === key.partition)?.condition;
  const rest = parts.filter(({ attribute }) => attribute !== key.partition);
  if (!partition) throw validationError(`Query condition missed key schema element: ${key.partition}`);
  if (partition.kind !== '=') throw validationError('Query key condition not supported');
  const [sort] = rest;
  if (!sort) return { partition: partition.value };
  if (sort.attribute !== key.sort) {
    throw validationError(
      key.sort === undefined
        ? 'Query key condition not supported'
        : `Query condition missed key schema element: ${key.sort}`,
    );
  }
  return { partition: partition.value, sort: sort.condition };
}

function conjunctsOf(condition: Condition): Condition[] {
  if (condition.kind === 'and') return [...conjunctsOf(condition.left), ...conjunctsOf(condition.right)];
  return [condition];
}

function namedCondition(condition: Condition): NamedCondition {
  switch (condition.kind) {
    case 'compare':
      return comparison(condition.comparator, condition.left, condition.right);
    case 'between': {
      const value = valueOf(condition.low);
      return {
        attribute: attributeOf(condition.operand),
        condition: { kind: 'between', value, high: valueOf(condition.high) },
      };
    }
    case 'begins_with':
      return {
        attribute: attributeOf(condition.left),
        condition: { kind: 'begins_with', value: valueOf(condition.right) },
      };
    case 'and':
    case 'or':
    case 'not':
    case 'in':
      throw invalidOperator(condition.kind.toUpperCase());
    case 'attribute_exists':
    case 'attribute_not_exists':
    case 'attribute_type':
    case 'contains':
      throw invalidOperator(condition.kind);
    default:
      return condition satisfies never;
  }
}

const mirrored: Readonly<Record<Comparator, Comparator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function comparison(comparator: Comparator, left: Operand, right: Operand): NamedCondition {
  const isMirrored = left.kind === 'value' && right.kind === 'path';
  const kind = isMirrored ? mirrored[comparator] : comparator;
  if (kind === '<>') throw invalidOperator('<>');
  const [path, value] = isMirrored ? [right, left] : [left, right];
  return { attribute: attributeOf(path), condition: { kind, value: valueOf(value) } };
}

function attributeOf(operand: Operand): string {
  if (operand.kind !== 'path') throw invalidOperator(operand.kind === 'size' ? 'size' : '=');
  const [name, ...nested] = operand.path;
  if (nested.length > 0 || typeof name !== 'string') {
    throw validationError('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return name;
}

function valueOf(operand: Operand): AttributeValue {
  if (operand.kind === 'value') return operand.value;
  throw validationError(
    'Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
  );
}

function invalidOperator(operator: string): Error {
  return validationError(
    `Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: ${operator}`,
  );
}
