import type { CrawlKey, CrawlRow, DueRow } from '../../../functions/crawling/domain/crawl.ts';
import { dueShardOf } from '../../../functions/crawling/domain/due-shard.ts';
import type { ClaimedSchedule } from '../../../functions/crawling/ports.ts';

/** A row of the crawl schedule as the table holds it. */
export type ScheduleRow = CrawlRow & {
  readonly nextCrawlAtMs: number;
  /** Absent while paused. */
  readonly dueShard?: string;
  readonly lastCrawledAt?: string;
  readonly lastError?: string;
};

type Release = Parameters<ClaimedSchedule['release']>;

const keyOf = ({ userId, provider }: CrawlKey): string => `${userId}/${provider}`;

/** The crawl schedule in memory, with the conditions that the real one puts on its writes. */
export class ScheduleStore {
  readonly rows = new Map<string, ScheduleRow>();

  /** Makes an account due; a row that exists keeps its cursor. */
  arm(key: CrawlKey, dueAtMs: number, cursorMs: number): void {
    const earlier = this.rows.get(keyOf(key));
    this.rows.set(keyOf(key), {
      userId: key.userId,
      provider: key.provider,
      status: 'IDLE',
      cursorMs: earlier?.cursorMs ?? cursorMs,
      failures: 0,
      nextCrawlAtMs: dueAtMs,
      dueShard: dueShardOf(key),
    });
  }

  due(shard: string, nowMs: number): readonly DueRow[] {
    return [...this.rows.values()]
      .filter(({ dueShard, nextCrawlAtMs }) => dueShard === shard && nextCrawlAtMs <= nowMs)
      .sort((left, right) => left.nextCrawlAtMs - right.nextCrawlAtMs)
      .map(({ userId, provider, nextCrawlAtMs }) => ({ userId, provider, nextCrawlAtMs }));
  }

  claim(seen: DueRow, claimId: string, leaseEndsAtMs: number): boolean {
    const row = this.rows.get(keyOf(seen));
    if (row?.nextCrawlAtMs !== seen.nextCrawlAtMs || row.dueShard === undefined) return false;
    this.rows.set(keyOf(seen), { ...row, status: 'ENQUEUED', claimId, nextCrawlAtMs: leaseEndsAtMs });
    return true;
  }

  read(key: CrawlKey): ScheduleRow | undefined {
    return this.rows.get(keyOf(key));
  }

  release(job: Release[0], change: Release[1]): boolean {
    const row = this.rows.get(keyOf(job));
    if (row?.claimId !== job.claimId) return false;
    const { claimId: _claimId, lastError: _lastError, ...rest } = row;
    const { dueShard: _dueShard, ...paused } = rest;
    this.rows.set(keyOf(job), { ...(change.status === 'PAUSED' ? paused : rest), ...change });
    return true;
  }
}
