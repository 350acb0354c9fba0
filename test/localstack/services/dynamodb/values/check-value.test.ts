import { describe, expect, test } from '@jest/globals';

import { checkItem, checkValue, sizeOf } from '../../../../../localstack/services/dynamodb/values/check-value.ts';

function nested(levels: number): unknown {
  return levels === 0 ? { S: 'x' } : { L: [nested(levels - 1)] };
}

describe('a value is put into canonical form in place', () => {
  test.each([
    [{ N: '1.0' }, { N: '1' }],
    [{ NS: ['01', '2e1'] }, { NS: ['1', '20'] }],
    [{ B: 'AB==' }, { B: 'AA==' }],
    [{ M: { a: { L: [{ N: '5.50' }] } } }, { M: { a: { L: [{ N: '5.5' }] } } }],
  ])('%j becomes %j', (value, canonical) => {
    checkValue(value);
    expect(value).toEqual(canonical);
  });
});

describe('a value is refused', () => {
  test.each([
    [{}, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
    [{ X: 'a' }, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
    [
      { S: 'a', N: '1' },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [
      { NULL: false },
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    ],
    [{ SS: [] }, 'One or more parameter values were invalid: An string set  may not be empty'],
    [{ NS: [] }, 'One or more parameter values were invalid: An number set  may not be empty'],
    [{ BS: [] }, 'One or more parameter values were invalid: Binary sets should not be empty'],
    [{ SS: ['a', 'a'] }, 'One or more parameter values were invalid: Input collection [a, a] contains duplicates.'],
    [{ NS: ['1', '1.0'] }, 'One or more parameter values were invalid: Input collection contains duplicates'],
    [
      { BS: ['AA==', 'AB=='] },
      'One or more parameter values were invalid: Input collection [AA==, AA==]of type BS contains duplicates.',
    ],
  ])('%j: %s', (value, message) => {
    expect(() => checkValue(value)).toThrow(expect.objectContaining({ name: 'ValidationException', message }));
  });

  test.each([[{ S: 5 }], [{ B: 'a' }], [{ BOOL: 'true' }], [{ L: {} }], [{ M: [] }], [{ SS: 'a' }], ['a'], [null]])(
    '%j is not of the shape of a value',
    (value) => {
      expect(() => checkValue(value)).toThrow(expect.objectContaining({ name: 'SerializationException' }));
    },
  );
});

test('documents nest 32 levels and no deeper', () => {
  expect(() => checkValue(nested(32))).not.toThrow();
  expect(() => checkValue(nested(33))).toThrow('Nesting Levels have exceeded supported limits');
});

describe('the size of a value is as documented', () => {
  test.each([
    [{ S: 'é' }, 2],
    [{ N: '1234' }, 3],
    [{ B: 'AAAA' }, 3],
    [{ B: 'AAA=' }, 2],
    [{ BOOL: false }, 1],
    [{ NULL: true }, 1],
    [{ SS: ['ab', 'c'] }, 3],
    [{ NS: ['1', '22'] }, 4],
    [{ BS: ['AAAA', 'AQ=='] }, 4],
    [{ L: [] }, 3],
    [{ L: [{ S: 'a' }] }, 5],
    [{ M: { ab: { S: 'c' } } }, 7],
  ] as const)('%j takes %i bytes', (value, sizeBytes) => {
    const copy = structuredClone(value);
    expect(checkValue(copy)).toBe(sizeBytes);
    expect(sizeOf(copy as never)).toBe(sizeBytes);
  });

  test('an item is its names and values', () => {
    expect(checkItem({ name: { S: 'abc' }, n: { N: '1' } })).toBe(4 + 3 + 1 + 2);
  });
});
