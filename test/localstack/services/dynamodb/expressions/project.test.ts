import { expect, test } from '@jest/globals';

import { parseProjection } from '../../../../../localstack/services/dynamodb/expressions/parse-projection.ts';
import { projectItem } from '../../../../../localstack/services/dynamodb/expressions/project.ts';
import { Scope } from '../../../../../localstack/services/dynamodb/expressions/scope.ts';
import type { Item } from '../../../../../localstack/services/dynamodb/values/attribute-value.ts';

const item: Item = {
  a: { S: 'x' },
  elements: { L: [{ N: '0' }, { N: '1' }, { M: { p: { N: '2' }, q: { N: '3' } } }] },
  m: { M: { nested: { M: { x: { N: '1' }, y: { N: '2' } } }, beside: { NULL: true } } },
};

function parse(expression: string) {
  return parseProjection(expression, Scope.of({}, { ProjectionExpression: expression }));
}

test.each<[string, Item]>([
  ['a', { a: { S: 'x' } }],
  ['a, absent', { a: { S: 'x' } }],
  ['absent.deep', {}],
  ['a.b', {}],
  ['elements[2].p, elements[0]', { elements: { L: [{ N: '0' }, { M: { p: { N: '2' } } }] } }],
  ['elements[9]', {}],
  ['m.nested.y', { m: { M: { nested: { M: { y: { N: '2' } } } } } }],
  ['m.beside, m.nested.x', { m: { M: { beside: { NULL: true }, nested: { M: { x: { N: '1' } } } } } }],
])('%s shows only that', (expression, shown) => {
  expect(projectItem(item, parse(expression))).toEqual(shown);
});

test.each([
  ['a,', 'Invalid ProjectionExpression: Syntax error; token: "<EOF>", near: ","'],
  ['a b', 'Invalid ProjectionExpression: Syntax error; token: "b", near: "a b"'],
  [
    'm, m.nested',
    'Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, nested]',
  ],
])('%s is refused', (expression, message) => {
  expect(() => parse(expression)).toThrow(message);
});
