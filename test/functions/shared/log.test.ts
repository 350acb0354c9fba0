import { afterEach, expect, test } from '@jest/globals';

import { bindLog, logLine } from '../../../functions/shared/log.ts';
import { observed } from '../../../functions/shared/observed.ts';
import { memoryLog } from '../../support/consumer-world.ts';

const atMs = Date.parse('2026-11-20T12:00:00Z');

afterEach(() => bindLog({}));

test('a line is one JSON object with time, level, event and fields', () => {
  const line = logLine(atMs, 'info', 'listens-stored', { rows: 3 });

  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    timestamp: '2026-11-20T12:00:00.000Z',
    level: 'info',
    event: 'listens-stored',
    rows: 3,
  });
});

test('a fault is shown with its name, message, stack and causes, wherever it stands', () => {
  const fault = new TypeError('no answer', { cause: new Error('socket closed') });

  const { fault: shown } = JSON.parse(logLine(atMs, 'warn', 'write-faulted', { fault })) as { fault: unknown };

  expect(shown).toMatchObject({
    name: 'TypeError',
    message: 'no answer',
    stack: expect.stringContaining('log.test.ts'),
    cause: { name: 'Error', message: 'socket closed' },
  });
});

test('every line of an invocation carries its request id and function name', async () => {
  const context = { functionName: 'aggregator', awsRequestId: 'r-1' };

  await observed().before?.({ context } as never);

  expect(JSON.parse(logLine(atMs, 'info', 'done'))).toMatchObject({ functionName: 'aggregator', requestId: 'r-1' });
});

test('a fault that leaves the handler is logged as an error', async () => {
  const { log, lines } = memoryLog();
  const error = new Error('boom');

  await observed(log).onError?.({ error } as never);

  expect(lines).toEqual([{ level: 'error', event: 'invocation-failed', fields: { fault: error } }]);
});
