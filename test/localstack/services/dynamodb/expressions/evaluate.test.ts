import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { evaluate } from '../../../../../localstack/services/dynamodb/expressions/evaluate.ts';
import { parseCondition } from '../../../../../localstack/services/dynamodb/expressions/parse-condition.ts';
import { Scope } from '../../../../../localstack/services/dynamodb/expressions/scope.ts';
import type { Condition, Operand } from '../../../../../localstack/services/dynamodb/expressions/syntax.ts';
import type { AttributeValue, Item } from '../../../../../localstack/services/dynamodb/values/attribute-value.ts';
import { condition, value } from './condition-builders.ts';

type Plain = { readonly type: string; readonly plain: unknown };

/** The oracle sees values as plain JavaScript and compares their JSON. */
function plainAt(item: Item, steps: readonly (string | number)[]): Plain | undefined {
  let current: unknown = { M: item };
  for (const step of steps) {
    const holder = (current as Record<string, unknown>)[typeof step === 'number' ? 'L' : 'M'];
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return undefined;
    current = (holder as Record<string | number, unknown>)[step];
  }
  const [[type, inner] = ['', undefined]] = Object.entries(current as object);
  return { type, plain: type === 'N' ? Number(inner) : type === 'SS' ? [...(inner as string[])].sort() : inner };
}

function plainOf(operand: Operand, item: Item): Plain | undefined {
  if (operand.kind === 'value') return plainAt({ v: operand.value }, ['v']);
  const found = plainAt(item, operand.path);
  if (operand.kind === 'path' || !found) return found;
  const length =
    found.type === 'M' ? Object.keys(found.plain as object).length : (found.plain as { length?: number }).length;
  return length === undefined ? undefined : { type: 'N', plain: length };
}

function isTrue(node: Condition, item: Item): boolean {
  const same = (a?: Plain, b?: Plain): boolean =>
    a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);
  const order = (a?: Plain, b?: Plain): number => {
    if (!a || !b || a.type !== b.type || !'SN'.includes(a.type)) return Number.NaN;
    const [left, right] = [a.plain as string, b.plain as string];
    return left < right ? -1 : left > right ? 1 : 0;
  };
  switch (node.kind) {
    case 'and':
      return [node.left, node.right].every((each) => isTrue(each, item));
    case 'or':
      return [node.left, node.right].some((each) => isTrue(each, item));
    case 'not':
      return isTrue(node.operand, item) ? false : true;
    case 'compare': {
      const [a, b] = [plainOf(node.left, item), plainOf(node.right, item)];
      const compared = order(a, b);
      return {
        '=': same(a, b),
        '<>': !same(a, b),
        '<': compared < 0,
        '<=': compared <= 0,
        '>': compared > 0,
        '>=': compared >= 0,
      }[node.comparator];
    }
    case 'between': {
      const found = plainOf(node.operand, item);
      return order(found, plainOf(node.low, item)) >= 0 && order(found, plainOf(node.high, item)) <= 0;
    }
    case 'in':
      return node.choices.filter((choice) => same(plainOf(node.operand, item), plainOf(choice, item))).length > 0;
    case 'attribute_exists':
      return Boolean(plainAt(item, node.path));
    case 'attribute_not_exists':
      return !plainAt(item, node.path);
    case 'attribute_type':
      return plainAt(item, node.path)?.type === node.type;
    case 'begins_with': {
      const found = plainOf(node.left, item);
      return found?.type === 'S' && String(found.plain).startsWith(String(plainOf(node.right, item)?.plain));
    }
    case 'contains': {
      const [found, part] = [plainOf(node.left, item), plainOf(node.right, item)];
      if (!found || !part) return false;
      if (found.type === 'S' || found.type === 'SS')
        return part.type === 'S' && (found.plain as string).includes(part.plain as string);
      return (
        found.type === 'L' && (found.plain as AttributeValue[]).some((each) => same(plainAt({ v: each }, ['v']), part))
      );
    }
  }
}

test('a condition is true when a naive reading of it is', () => {
  const attributes = fc.record(
    {
      a: value,
      b: fc.oneof(value, fc.record({ M: fc.record({ a: value }, { requiredKeys: [] }) })),
      size: value,
      'odd name': value,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(condition, attributes, (node, attributesOfItem) => {
      const item = { ...attributesOfItem } as Item;
      expect(evaluate(node, item)).toBe(isTrue(node, item));
    }),
    { numRuns: 2000 },
  );
});

describe('of an item', () => {
  const item: Item = {
    s: { S: 'hello' },
    n: { N: '10' },
    b: { B: Buffer.from([1, 2, 3]).toString('base64') },
    elements: { L: [{ N: '1' }, { M: { deep: { S: 'x' } } }] },
    bytes: { BS: ['AA==', 'AQ=='] },
    numbers: { NS: ['1', '2'] },
  };
  const given: Record<string, AttributeValue> = {
    ':hell': { S: 'hell' },
    ':nine': { N: '9' },
    ':one': { N: '1' },
    ':three': { N: '3' },
    ':bytes': { B: Buffer.from([2, 3]).toString('base64') },
    ':byte': { B: 'AQ==' },
    ':x': { S: 'x' },
  };

  test.each([
    ['begins_with(s, :hell)', true],
    ['begins_with(b, :byte)', true],
    ['begins_with(b, :bytes)', false],
    ['contains(b, :bytes)', true],
    ['contains(bytes, :byte)', true],
    ['contains(numbers, :one)', true],
    ['contains(elements, :one)', true],
    ['n > :nine', true],
    ['s > :nine', false],
    ['absent <> :nine', true],
    ['absent = :nine', false],
    ['NOT absent < :nine', true],
    ['size(b) = :three', true],
    ['size(n) = :three', false],
    ['elements[1].deep = :x', true],
    ['attribute_not_exists(elements[2])', true],
    ['attribute_exists(constructor1)', false],
    ['n IN (:one, :nine)', false],
    ['s BETWEEN :hell AND :x', true],
  ])('%s is %s', (expression, expected) => {
    const used = Object.fromEntries(
      Object.entries(given).filter(([label]) => new RegExp(`${label}\\b`).test(expression)),
    );
    const members = Object.keys(used).length > 0 ? { ExpressionAttributeValues: used } : {};
    const scope = Scope.of(members, { ConditionExpression: expression });
    expect(evaluate(parseCondition('ConditionExpression', expression, scope), item)).toBe(expected);
  });
});
