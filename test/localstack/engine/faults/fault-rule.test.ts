import { describe, expect, test } from '@jest/globals';

import { parseFaultRule, parseFaultRules } from '../../../../localstack/engine/faults/fault-rule.ts';

const rule = { service: 'dynamodb', effect: { kind: 'throttle' } };

test('a rule with everything in it is understood', () => {
  const full = {
    id: 'slow-plays',
    service: 'dynamodb',
    operation: 'PutItem',
    resource: 'plays*',
    effect: { kind: 'fail', code: 'InternalServerError', statusCode: 500, message: 'Oh no' },
    probability: 0.5,
    seed: 7,
    count: 3,
    fromMs: 0,
    untilMs: 1,
  };
  expect(parseFaultRule(full)).toEqual(full);
});

test('a file may hold one rule or a list', () => {
  expect(parseFaultRules(rule)).toEqual([rule]);
  expect(parseFaultRules([rule, rule])).toHaveLength(2);
});

describe('a refusal names the member and its value', () => {
  test.each([
    ['a text', 'A rule must be an object, got "a text".'],
    [{ effect: rule.effect }, 'service is missing'],
    [{ ...rule, servise: 'sqs' }, `There is no member 'servise' ("sqs").`],
    [{ ...rule, toString: 1 }, `There is no member 'toString' (1).`],
    [{ ...rule, id: 'a/b' }, 'id must be letters, digits, _, . and -, got "a/b".'],
    [{ ...rule, probability: 1.5 }, 'probability must be a number from 0 to 1, got 1.5.'],
    [{ ...rule, count: 0 }, 'count must be an integer, at least 1, got 0.'],
    [{ ...rule, forMs: -1 }, 'forMs must be milliseconds, at least 0, got -1.'],
    [{ ...rule, fromMs: 5, untilMs: 5 }, 'untilMs (5) must be later than fromMs (5).'],
    [{ ...rule, forMs: 4, untilMs: 5 }, 'untilMs (5) and forMs (4) both say when the rule ends'],
    [{ ...rule, effect: { kind: 'burn' } }, 'got "burn".'],
    [{ ...rule, effect: 'down' }, 'effect must be an object'],
    [{ ...rule, effect: { kind: 'delay' } }, 'effect.delayMs is missing'],
    [{ ...rule, effect: { kind: 'delay', delayMs: '5' } }, 'effect.delayMs must be milliseconds, at least 0, got "5".'],
    [{ ...rule, effect: { kind: 'down', delayMs: 5 } }, `There is no member 'effect.delayMs' (5).`],
    [
      { ...rule, effect: { kind: 'fail', code: 'X', statusCode: 200 } },
      'effect.statusCode must be an integer from 400',
    ],
  ])('%j', (value, message) => {
    expect(() => parseFaultRule(value)).toThrow(message);
  });
});
