import { expect, test } from '@jest/globals';

import { compileEventPattern } from '../../../../localstack/services/events/event-pattern.ts';

const event = {
  source: 'shop.web',
  detail: { price: 11, tags: ['a', 'b'], items: [{ id: 1 }, { id: 2 }], gone: null },
};

test.each([
  ['{"source":["shop.web"]}', true],
  ['{"source":["other"]}', false],
  ['{"source":[{"prefix":"shop."}]}', true],
  ['{"source":[{"prefix":{"equals-ignore-case":"SHOP"}}]}', true],
  ['{"source":[{"suffix":".web"}]}', true],
  ['{"source":[{"equals-ignore-case":"SHOP.WEB"}]}', true],
  ['{"source":[{"wildcard":"s*p.*b"}]}', true],
  ['{"source":[{"anything-but":"other"}]}', true],
  ['{"source":[{"anything-but":["shop.web"]}]}', false],
  ['{"source":[{"anything-but":{"prefix":"shop"}}]}', false],
  ['{"source":[{"exists":true}]}', true],
  ['{"none":[{"exists":false}]}', true],
  ['{"none":["x",{"exists":false}]}', true],
  ['{"none":[{"anything-but":"x"}]}', false],
  ['{"detail":{"price":[{"numeric":[">=",11,"<",12]}]}}', true],
  ['{"detail":{"price":[{"numeric":["=",12]}]}}', false],
  ['{"detail":{"tags":["b"]}}', true],
  ['{"detail":{"items":{"id":[2]}}}', true],
  ['{"detail":{"gone":[null]}}', true],
  ['{"detail":{"price":["11"]}}', false],
  ['{"$or":[{"source":["x"]},{"detail":{"price":[11]}}]}', true],
  ['{"source":["shop.web"],"detail":{"$or":[{"price":[1]},{"price":[2]}]}}', false],
])('pattern %s is %s', (pattern, isMatch) => {
  expect(compileEventPattern(pattern)(event)).toBe(isMatch);
});

test.each([
  'nonsense',
  '[]',
  '{}',
  '{"source":"shop"}',
  '{"source":[]}',
  '{"source":[{"prefix":1}]}',
  '{"source":[{"regex":"x"}]}',
  '{"source":[{"numeric":[">"]}]}',
  '{"$or":[{"source":["x"]}]}',
  '{"source":[{"cidr":"10.0.0.0/64"}]}',
])('a pattern that is none is refused: %s', (pattern) => {
  expect(() => compileEventPattern(pattern)).toThrow(/^Event pattern is not valid/u);
});
