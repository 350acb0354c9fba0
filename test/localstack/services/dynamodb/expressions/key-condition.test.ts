import { expect, test } from '@jest/globals';

import { parseKeyCondition } from '../../../../../localstack/services/dynamodb/expressions/key-condition.ts';
import { Scope } from '../../../../../localstack/services/dynamodb/expressions/scope.ts';

const key = { partition: 'p', sort: 's' };
const [one, two] = [{ N: '1' }, { N: '2' }];

function parse(expression: string) {
  const ExpressionAttributeValues = { ':p': { S: 'x' }, ':one': one, ':two': two };
  return parseKeyCondition(
    expression,
    Scope.of({ ExpressionAttributeValues }, { KeyConditionExpression: expression }),
    key,
  );
}

test.each([
  ['p = :p', undefined],
  ['(p = :p)', undefined],
  [':p = p AND :one < s', { kind: '>', value: one }],
  ['s >= :one AND p = :p', { kind: '>=', value: one }],
  ['p = :p AND s BETWEEN :one AND :two', { kind: 'between', value: one, high: two }],
  ['p = :p AND begins_with(s, :p)', { kind: 'begins_with', value: { S: 'x' } }],
])('%s asks for one partition and %j', (expression, sort) => {
  expect(parse(expression)).toEqual({ partition: { S: 'x' }, ...(sort ? { sort } : {}) });
});

test.each([
  ['s = :one', 'Query condition missed key schema element: p'],
  ['p > :p', 'Query key condition not supported'],
  ['p = :p AND another = :one', 'Query condition missed key schema element: s'],
  ['p = :p AND p = :one', 'KeyConditionExpressions must only contain one condition per key'],
  ['p = :p OR s = :one', 'Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR'],
  ['p <> :p', 'Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: <>'],
  ['p = :p AND s IN (:one)', 'Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: IN'],
  [
    'attribute_exists(p)',
    'Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: attribute_exists',
  ],
  ['p.q = :p', 'KeyConditionExpressions cannot have conditions on nested attributes'],
])('%s is refused', (expression, message) => {
  expect(() => parse(expression)).toThrow(message);
});
