import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { parseCondition } from '../../../../../localstack/services/dynamodb/expressions/parse-condition.ts';
import { Scope } from '../../../../../localstack/services/dynamodb/expressions/scope.ts';
import type { AttributeValue } from '../../../../../localstack/services/dynamodb/values/attribute-value.ts';
import { condition, print } from './condition-builders.ts';

function parse(expression: string, names: Record<string, string> = {}, values: Record<string, AttributeValue> = {}) {
  const scope = Scope.of(
    {
      ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
      ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
    },
    { ConditionExpression: expression },
  );
  const parsed = parseCondition('ConditionExpression', expression, scope);
  scope.checkAllUsed();
  return parsed;
}

test('what is printed parses back to itself', () => {
  fc.assert(
    fc.property(condition, (root) => {
      const { text, names, values } = print(root);
      fc.pre(text.length < 4000);
      expect(parse(text, names, values)).toEqual(root);
    }),
    { numRuns: 300 },
  );
});

test('AND binds tighter than OR, NOT tighter than both, and keywords have no case', () => {
  expect(parse('attribute_exists(a) Or attribute_exists(b) aNd nOt attribute_exists(c)')).toEqual({
    kind: 'or',
    left: { kind: 'attribute_exists', path: ['a'] },
    right: {
      kind: 'and',
      left: { kind: 'attribute_exists', path: ['b'] },
      right: { kind: 'not', operand: { kind: 'attribute_exists', path: ['c'] } },
    },
  });
});

const one = { ':v': { S: 'x' } };

describe('a condition is refused in DynamoDB’s words', () => {
  test.each([
    ['', 'The expression can not be empty;'],
    ['a = ', 'Syntax error; token: "<EOF>", near: "= "'],
    ['a b = :v', 'Syntax error; token: "b", near: "a b ="'],
    ['a = :v AND', 'Syntax error; token: "<EOF>", near: "AND"'],
    ['(a = :v', 'Syntax error; token: "<EOF>", near: ":v"'],
    ['a = 5', 'Syntax error; token: "5", near: "= 5"'],
    ['a[x] = :v', 'Syntax error; token: "x", near: "[x]"'],
    ['a', 'Syntax error; token: "<EOF>", near: "a"'],
    ['a = "b"', 'Syntax error; token: """, near: "= "b"'],
    ['((a = :v))', 'The expression has redundant parentheses;'],
    ['name = :v', 'Attribute name is a reserved keyword; reserved keyword: name'],
    ['a = :w', 'An expression attribute value used in expression is not defined; attribute value: :w'],
    ['#a = :v', 'An expression attribute name used in the document path is not defined; attribute name: #a'],
    ['attribute_exist(a)', 'Invalid function name; function: attribute_exist'],
    [
      'attribute_exists(a, b)',
      'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2',
    ],
    ['attribute_exists(:v)', 'Operator or function requires a document path; operator or function: attribute_exists'],
    ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
    [
      'attribute_exists(a) = :v',
      'The function is not allowed to be used this way in an expression; function: attribute_exists',
    ],
    [
      'attribute_type(a, :v)',
      'Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    [
      'a = a',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
    ],
  ])('%s', (expression, problem) => {
    expect(() => parse(expression, {}, one)).toThrow(
      expect.objectContaining({ name: 'ValidationException', message: `Invalid ConditionExpression: ${problem}` }),
    );
  });

  test.each<[string, Record<string, AttributeValue>, string]>([
    [
      'begins_with(a, :v)',
      { ':v': { N: '1' } },
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    [
      'a < :v',
      { ':v': { SS: ['x'] } },
      'Incorrect operand type for operator or function; operator or function: <, operand type: SS',
    ],
    [
      'a BETWEEN :v AND :w',
      { ':v': { N: '2' }, ':w': { N: '1' } },
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
    ],
    [
      'a BETWEEN :v AND :w',
      { ':v': { N: '2' }, ':w': { S: 'a' } },
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {S:a}',
    ],
  ])('%s with %j', (expression, values, problem) => {
    expect(() => parse(expression, {}, values)).toThrow(`Invalid ConditionExpression: ${problem}`);
  });

  test('an expression has 4,096 bytes at most', () => {
    expect(() => parse(`${'a'.repeat(4096)} = :v`, {}, one)).toThrow(
      'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4101',
    );
  });
});

test('no nesting exhausts the stack', () => {
  const deep = `${'NOT ('.repeat(700)}a = :v${')'.repeat(700)}`;
  expect(() => parse(deep.slice(0, 4096), {}, one)).toThrow('Invalid ConditionExpression: ');
  expect(() => parse(`${'('.repeat(4000)}a = :v`, {}, one)).toThrow('nested too deeply');
});

describe('placeholders', () => {
  test.each<[Record<string, string>, Record<string, AttributeValue>, string]>([
    [{ '#b': 'b' }, one, 'Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}'],
    [{}, { ...one, ':w': { S: 'y' } }, 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}'],
    [{ b: 'b' }, one, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "b"'],
    [{}, { w: { S: 'y' } }, 'ExpressionAttributeValues contains invalid key: Syntax error; key: "w"'],
    [
      {},
      { ...one, ':w': { SS: [] } },
      'ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :w',
    ],
  ])('%j and %j are refused', (names, values, message) => {
    expect(() => parse('a = :v', names, values)).toThrow(message);
  });

  test('need an expression', () => {
    const scopeOf = (members: object) => () => Scope.of(members, { ConditionExpression: undefined });
    expect(scopeOf({ ExpressionAttributeNames: { '#a': 'a' } })).toThrow(
      'ExpressionAttributeNames can only be specified when using expressions',
    );
    expect(scopeOf({ ExpressionAttributeValues: one })).toThrow(
      'ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null',
    );
  });
});
