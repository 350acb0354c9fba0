import { expect, test } from '@jest/globals';

import { parseScheduleExpression } from '../../../../localstack/engine/eventing/schedule-expression.ts';

const startMs = Date.UTC(2026, 10, 20, 12); // A Friday.
const next = (expression: string, zone?: string) => {
  const nextMs = parseScheduleExpression(expression, zone)?.next(startMs, startMs);
  return nextMs === undefined ? undefined : new Date(nextMs).toISOString();
};

test.each([
  ['rate(1 minute)', '2026-11-20T12:01:00.000Z'],
  ['rate(2 hours)', '2026-11-20T14:00:00.000Z'],
  ['rate(7 days)', '2026-11-27T12:00:00.000Z'],
  ['cron(0/15 * * * ? *)', '2026-11-20T12:15:00.000Z'],
  ['cron(0 12 * * ? *)', '2026-11-21T12:00:00.000Z'],
  ['cron(0 10 ? * 2 *)', '2026-11-23T10:00:00.000Z'],
  ['cron(0 10 ? * MON-FRI *)', '2026-11-23T10:00:00.000Z'],
  ['cron(0 8 L * ? *)', '2026-11-30T08:00:00.000Z'],
  ['cron(0 8 3W * ? *)', '2026-12-03T08:00:00.000Z'],
  ['cron(0 8 ? * 6#3 *)', '2026-12-18T08:00:00.000Z'],
  ['cron(0 8 ? * L *)', '2026-11-21T08:00:00.000Z'],
  ['cron(0 8 1 1 ? 2028)', '2028-01-01T08:00:00.000Z'],
  ['at(2026-12-01T00:00:00)', '2026-12-01T00:00:00.000Z'],
])('%s comes next at %s', (expression, time) => {
  expect(next(expression)).toBe(time);
});

test('a time zone moves cron and at', () => {
  expect(next('cron(0 9 * * ? *)', 'America/New_York')).toBe('2026-11-20T14:00:00.000Z');
  expect(next('at(2026-12-01T00:00:00)', 'Asia/Tokyo')).toBe('2026-11-30T15:00:00.000Z');
});

test('what is over never comes', () => {
  expect(next('cron(0 8 1 1 ? 2020)')).toBeUndefined();
  expect(next('at(2026-01-01T00:00:00)')).toBeUndefined();
});

test.each([
  'rate(1 minutes)',
  'rate(2 minute)',
  'rate(0 minutes)',
  'rate(1 week)',
  'cron(* * * * * *)',
  'cron(* * ? * ? *)',
  'cron(61 * * * ? *)',
  'cron(0 12 * * ?)',
  'at(tomorrow)',
  '',
])('%s is no schedule', (expression) => {
  expect(parseScheduleExpression(expression)).toBeUndefined();
});

test('an unknown time zone is no schedule', () => {
  expect(parseScheduleExpression('cron(0 9 * * ? *)', 'Mars/Olympus')).toBeUndefined();
});
