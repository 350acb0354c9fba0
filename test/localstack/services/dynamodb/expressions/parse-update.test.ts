import { expect, test } from '@jest/globals';

import { parseUpdate } from '../../../../../localstack/services/dynamodb/expressions/parse-update.ts';
import { Scope } from '../../../../../localstack/services/dynamodb/expressions/scope.ts';

const placeholders = {
  ExpressionAttributeNames: { '#c': 'c', '#d': 'd' },
  ExpressionAttributeValues: { ':s': { S: 'x' }, ':n': { N: '1' }, ':l': { L: [] } },
};

function parse(expression: string) {
  return parseUpdate(expression, Scope.of(placeholders, { UpdateExpression: expression }));
}

test.each([
  ['a = :s', 'Syntax error; token: "a", near: "a ="'],
  ['SET', 'Syntax error; token: "<EOF>", near: "SET"'],
  ['SET a', 'Syntax error; token: "<EOF>", near: "a"'],
  ['SET a = :s,', 'Syntax error; token: "<EOF>", near: ","'],
  ['SET a-b = :s', 'Syntax error; token: "-", near: "a-b"'],
  ['SET a = :n + :n + :n', 'Syntax error; token: "+", near: ":n + :n"'],
  ['SET a = :s SET b = :s', 'The "SET" section can only be used once in an update expression;'],
  ['SET pad = :s', 'Attribute name is a reserved keyword; reserved keyword: pad'],
  [
    'SET a = :s, a = :n',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
  ],
  [
    'SET #c[3].#d = :s REMOVE #c[3]',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [c, [3], d], path two: [c, [3]]',
  ],
  [
    'REMOVE a.#c SET a[1] = :s',
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, c], path two: [a, [1]]',
  ],
  ['ADD a :s', 'Incorrect operand type for operator or function; operator: ADD, operand type: STRING'],
  ['DELETE a :n', 'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER'],
  ['SET a = :s + :n', 'Incorrect operand type for operator or function; operator or function: +, operand type: S'],
  [
    'SET a = list_append(a, :s)',
    'Incorrect operand type for operator or function; operator or function: list_append, operand type: S',
  ],
  [
    'SET a = list_append(:l)',
    'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
  ],
  [
    'SET a = if_not_exists(:s, :n)',
    'Operator or function requires a document path; operator or function: if_not_exists',
  ],
  ['SET a = no_such(a)', 'Invalid function name; function: no_such'],
  ['SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
])('%s is refused', (expression, problem) => {
  expect(() => parse(expression)).toThrow(
    expect.objectContaining({ name: 'ValidationException', message: `Invalid UpdateExpression: ${problem}` }),
  );
});
