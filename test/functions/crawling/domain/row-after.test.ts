import { expect, test } from '@jest/globals';

import { refusedRetryMsMax, rowAfter } from '../../../../functions/crawling/domain/row-after.ts';
import type { JobEnd, RowChange } from '../../../../functions/crawling/domain/row-after.ts';

const nowMs = 1_000_000;
const intervalMs = 1_500_000;
const hourMs = 3_600_000;

const cases: [JobEnd, RowChange][] = [
  [{ type: 'Finished' }, { status: 'IDLE', nextCrawlAtMs: nowMs + intervalMs, failures: 0 }],
  [{ type: 'Unfinished' }, { status: 'IDLE', nextCrawlAtMs: nowMs, failures: 0 }],
  [
    { type: 'RateLimited', retryAfterMs: 7_293_000 },
    { status: 'IDLE', nextCrawlAtMs: nowMs + 7_293_000, failures: 2, lastError: 'rate-limited' },
  ],
  [
    { type: 'Refused', status: 404 },
    { status: 'IDLE', nextCrawlAtMs: nowMs + 4 * intervalMs, failures: 3, lastError: 'refused-404' },
  ],
  [{ type: 'Suspect' }, { status: 'IDLE', nextCrawlAtMs: nowMs + hourMs, failures: 3, lastError: 'token-suspect' }],
  [
    { type: 'NeedsReauthorisation' },
    { status: 'PAUSED', nextCrawlAtMs: nowMs, failures: 3, lastError: 'needs-reauthorisation' },
  ],
  [{ type: 'Disconnected' }, { status: 'PAUSED', nextCrawlAtMs: nowMs, failures: 2, lastError: 'disconnected' }],
];

test.each(cases)('a job that ended as %j after two failures leaves its row as decided', (end, change) => {
  expect(rowAfter(end, 2, nowMs, intervalMs)).toEqual(change);
});

test('a refusing provider is left alone for a day at most, however often it has refused', () => {
  const { nextCrawlAtMs } = rowAfter({ type: 'Refused', status: 403 }, 5_000, nowMs, intervalMs);
  expect(nextCrawlAtMs).toBe(nowMs + refusedRetryMsMax);
});
