import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { applyUpdate } from '../../../../../localstack/services/dynamodb/expressions/apply-update.ts';
import { parseUpdate } from '../../../../../localstack/services/dynamodb/expressions/parse-update.ts';
import { Scope } from '../../../../../localstack/services/dynamodb/expressions/scope.ts';
import type { AttributeValue, Item } from '../../../../../localstack/services/dynamodb/values/attribute-value.ts';

function update(item: Item, expression: string, values: Record<string, AttributeValue> = {}): Item {
  const members = Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {};
  return applyUpdate(item, parseUpdate(expression, Scope.of(members, { UpdateExpression: expression })));
}

const n = (text: number | string): AttributeValue => ({ N: String(text) });
const list = (...texts: number[]): AttributeValue => ({ L: texts.map(n) });

describe('an update makes of an item', () => {
  test.each<[string, Record<string, AttributeValue>, Item, Item]>([
    ['SET a = :v', { ':v': n(1) }, {}, { a: n(1) }],
    ['SET a = b, b = a', {}, { a: n(1), b: n(2) }, { a: n(2), b: n(1) }],
    ['SET a = a + :v', { ':v': n('0.1') }, { a: n('0.2') }, { a: n('0.3') }],
    ['SET a = :v - a', { ':v': n(1) }, { a: n(3) }, { a: n(-2) }],
    ['SET a = if_not_exists(a, :v) + :v', { ':v': n(1) }, {}, { a: n(2) }],
    ['SET a = list_append(if_not_exists(a, :e), :v)', { ':e': list(), ':v': list(1) }, {}, { a: list(1) }],
    ['SET a = list_append(:v, a)', { ':v': list(0) }, { a: list(1) }, { a: list(0, 1) }],
    ['SET a[9] = :v, a[5] = :w', { ':v': n(9), ':w': n(5) }, { a: list(1) }, { a: list(1, 5, 9) }],
    ['SET a[0] = :v', { ':v': n(7) }, { a: list(1, 2) }, { a: list(7, 2) }],
    ['SET m.x = :v', { ':v': n(1) }, { m: { M: { y: n(2) } } }, { m: { M: { y: n(2), x: n(1) } } }],
    ['REMOVE a, b', {}, { a: n(1), c: n(3) }, { c: n(3) }],
    ['REMOVE a[0], a[2]', {}, { a: list(0, 1, 2, 3) }, { a: list(1, 3) }],
    ['REMOVE a[0], a[1][0]', {}, { a: { L: [n(0), list(1, 2)] } }, { a: { L: [list(2)] } }],
    ['REMOVE a[7]', {}, { a: list(0) }, { a: list(0) }],
    ['SET a[0] = :v REMOVE a[1]', { ':v': n(9) }, { a: list(0, 1, 2) }, { a: list(9, 2) }],
    ['ADD a :v', { ':v': n(2) }, {}, { a: n(2) }],
    ['ADD a :v', { ':v': n(2) }, { a: n(-5) }, { a: n(-3) }],
    ['ADD a :v', { ':v': { SS: ['x', 'y'] } }, { a: { SS: ['y', 'z'] } }, { a: { SS: ['y', 'z', 'x'] } }],
    ['DELETE a :v', { ':v': { SS: ['x', 'y'] } }, { a: { SS: ['y', 'z'] } }, { a: { SS: ['z'] } }],
    ['DELETE a :v', { ':v': { NS: ['1'] } }, { a: { NS: ['1'] }, b: n(1) }, { b: n(1) }],
    ['DELETE a :v', { ':v': { BS: ['AA=='] } }, {}, {}],
    [
      'set a = :v remove b add c :v delete d :w',
      { ':v': n(1), ':w': { SS: ['q'] } },
      { b: n(1) },
      { a: n(1), c: n(1) },
    ],
    ['SET a = (b + :v)', { ':v': n(1) }, { b: n(1) }, { a: n(2), b: n(1) }],
  ])('%s with %j', (expression, values, before, after) => {
    const kept = structuredClone(before);
    expect(update(before, expression, values)).toEqual(after);
    expect(before).toEqual(kept);
  });

  test.each<[string, Record<string, AttributeValue>, Item, string]>([
    ['SET a = b', {}, {}, 'The provided expression refers to an attribute that does not exist in the item'],
    [
      'SET a = b + :v',
      { ':v': n(1) },
      { b: { S: 'x' } },
      'An operand in the update expression has an incorrect data type',
    ],
    ['SET a = list_append(b, b)', {}, { b: n(1) }, 'An operand in the update expression has an incorrect data type'],
    ['ADD a :v', { ':v': n(1) }, { a: { S: 'x' } }, 'An operand in the update expression has an incorrect data type'],
    [
      'ADD a :v',
      { ':v': { SS: ['1'] } },
      { a: { NS: ['1'] } },
      'An operand in the update expression has an incorrect data type',
    ],
    [
      'DELETE a :v',
      { ':v': { SS: ['1'] } },
      { a: n(1) },
      'An operand in the update expression has an incorrect data type',
    ],
    ['SET m.x = :v', { ':v': n(1) }, {}, 'The document path provided in the update expression is invalid for update'],
    [
      'SET m[0] = :v',
      { ':v': n(1) },
      { m: n(1) },
      'The document path provided in the update expression is invalid for update',
    ],
    [
      'SET m.x.y = :v',
      { ':v': n(1) },
      { m: { M: {} } },
      'The document path provided in the update expression is invalid for update',
    ],
    ['REMOVE m.x', {}, {}, 'The document path provided in the update expression is invalid for update'],
  ])('nothing: %s with %j on %j', (expression, values, before, message) => {
    expect(() => update(before, expression, values)).toThrow(message);
  });

  test('a document of at most 32 levels', () => {
    const deep = (levels: number): AttributeValue => (levels === 0 ? n(1) : { L: [deep(levels - 1)] });
    const item: Item = { m: { M: {} } };
    expect(() => update(item, 'SET m.x = :v', { ':v': deep(31) })).not.toThrow();
    expect(() => update(item, 'SET m.x = :v', { ':v': deep(32) })).toThrow(
      'Nesting Levels have exceeded supported limits',
    );
  });
});

describe('sets', () => {
  const members = fc.uniqueArray(fc.nat(20).map(String), { minLength: 1 });

  test('ADD is union and DELETE is difference', () => {
    fc.assert(
      fc.property(members, members, (before, given) => {
        const item: Item = { s: { NS: before } };
        const added = update(item, 'ADD s :v', { ':v': { NS: given } })['s'] as { NS: string[] };
        const left = update(item, 'DELETE s :v', { ':v': { NS: given } })['s'] as { NS: string[] } | undefined;
        expect(new Set(added.NS)).toEqual(new Set([...before, ...given]));
        expect(added.NS).toHaveLength(new Set(added.NS).size);
        expect(new Set(left?.NS ?? [])).toEqual(new Set(before.filter((each) => !given.includes(each))));
      }),
    );
  });

  test('any order and repetition of ADD gives the same set', () => {
    fc.assert(
      fc.property(fc.array(members, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (adds, picks) => {
        const apply = (all: string[][]): Item =>
          all.reduce((item, each) => update(item, 'ADD s :v', { ':v': { NS: each } }), {} as Item);
        const again = [...adds, ...adds].sort(() => ((picks.next().value as number) % 2) - 0.5);
        const membersOf = (item: Item): Set<string> => new Set((item['s'] as { NS: string[] }).NS);
        expect(membersOf(apply(again))).toEqual(membersOf(apply(adds)));
      }),
    );
  });
});
