/** Conditions at random, and their text: what the parser is checked against. */
import * as fc from 'fast-check';

import type { Condition, Operand, Path } from '../../../../../localstack/services/dynamodb/expressions/syntax.ts';
import type { AttributeValue } from '../../../../../localstack/services/dynamodb/values/attribute-value.ts';

const name = fc.constantFrom('a', 'b', 'size', 'odd name', '__proto__');
const path: fc.Arbitrary<Path> = fc
  .tuple(name, fc.array(fc.oneof(name, fc.nat(2)), { maxLength: 2 }))
  .map(([first, rest]) => [first, ...rest]);

const sortable: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((n) => ({ N: String(n) })),
  fc.constantFrom('', 'a', 'ab', 'b').map((s) => ({ S: s })),
);
export const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  sortable,
  fc.boolean().map((flag) => ({ BOOL: flag })),
  fc.uniqueArray(fc.constantFrom('a', 'ab', 'b'), { minLength: 1 }).map((members) => ({ SS: members })),
  fc.array(sortable, { maxLength: 3 }).map((list) => ({ L: list })),
);

const pathOperand = path.map((each): Operand => ({ kind: 'path', path: each }));
const sizeOperand = path.map((each): Operand => ({ kind: 'size', path: each }));
const valueOperand = sortable.map((each): Operand => ({ kind: 'value', value: each }));
const left = fc.oneof(pathOperand, sizeOperand);

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    comparator: fc.constantFrom('=', '<>', '<', '<=', '>', '>='),
    left,
    right: valueOperand,
  }),
  fc.record({ kind: fc.constantFrom('attribute_exists', 'attribute_not_exists'), path }),
  fc.record({ kind: fc.constant('attribute_type' as const), path, type: fc.constantFrom('S', 'N', 'L', 'SS', 'BOOL') }),
  fc.record({
    kind: fc.constant('begins_with' as const),
    left: pathOperand,
    right: fc.constantFrom('', 'a').map((text): Operand => ({ kind: 'value', value: { S: text } })),
  }),
  fc.record({ kind: fc.constant('contains' as const), left: pathOperand, right: valueOperand }),
  fc.record({
    kind: fc.constant('in' as const),
    operand: left,
    choices: fc.array(valueOperand, { minLength: 1, maxLength: 3 }),
  }),
  fc.tuple(left, fc.integer({ min: -3, max: 0 }), fc.nat(3)).map(([operand, low, high]): Condition => ({
    kind: 'between',
    operand,
    low: { kind: 'value', value: { N: String(low) } },
    high: { kind: 'value', value: { N: String(high) } },
  })),
);

export const condition: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'condition' },
    leaf,
    fc.record({ kind: fc.constantFrom('and', 'or'), left: tie('node'), right: tie('node') }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('node') }),
  ),
})).node;

export interface Printed {
  readonly text: string;
  readonly names: Record<string, string>;
  readonly values: Record<string, AttributeValue>;
}

/** The condition as text with no more parentheses than it needs, every name and value behind a placeholder. */
export function print(root: Condition): Printed {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const placeholder = <T>(known: Record<string, T>, sign: string, each: T): string => {
    const label = `${sign}${Object.keys(known).length}`;
    known[label] = each;
    return label;
  };
  const pathText = (each: Path): string =>
    each
      .map((step, index) =>
        typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${placeholder(names, '#n', step)}`,
      )
      .join('');
  const operandText = (operand: Operand): string => {
    if (operand.kind === 'value') return placeholder(values, ':v', operand.value);
    return operand.kind === 'size' ? `size(${pathText(operand.path)})` : pathText(operand.path);
  };
  const inside = (each: Condition, isWrapped: boolean): string => (isWrapped ? `(${text(each)})` : text(each));
  const text = (each: Condition): string => {
    switch (each.kind) {
      case 'or':
        return `${inside(each.left, false)} OR ${inside(each.right, each.right.kind === 'or')}`;
      case 'and':
        return `${inside(each.left, each.left.kind === 'or')} and ${inside(each.right, ['or', 'and'].includes(each.right.kind))}`;
      case 'not':
        return `NOT ${inside(each.operand, ['or', 'and'].includes(each.operand.kind))}`;
      case 'compare':
        return `${operandText(each.left)} ${each.comparator} ${operandText(each.right)}`;
      case 'between':
        return `${operandText(each.operand)} BETWEEN ${operandText(each.low)} AND ${operandText(each.high)}`;
      case 'in':
        return `${operandText(each.operand)} IN (${each.choices.map(operandText).join(', ')})`;
      case 'attribute_exists':
      case 'attribute_not_exists':
        return `${each.kind}(${pathText(each.path)})`;
      case 'attribute_type':
        return `attribute_type(${pathText(each.path)}, ${placeholder(values, ':v', { S: each.type })})`;
      case 'begins_with':
      case 'contains':
        return `${each.kind}(${operandText(each.left)}, ${operandText(each.right)})`;
    }
  };
  return { text: text(root), names, values };
}
