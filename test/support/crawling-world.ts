/**
 * The world of the crawler and of the accounts, in memory: stores that keep the promises of their ports, a clock that
 * moves when told, and a provider with plays, pages and refresh tokens that are good once. `interrupt` is called around
 * every port call, so that a test may fail, delay or end the world there.
 */
import { accountAccess } from '../../functions/accounts/account-access.ts';
import type { TokenRow, TokenSecrets } from '../../functions/accounts/domain/account.ts';
import type { AccountPorts, PendingAuthorisation } from '../../functions/accounts/ports.ts';
import type { CrawlJob, CrawlKey, CrawlRow } from '../../functions/crawling/domain/crawl.ts';
import { dueShardOf } from '../../functions/crawling/domain/due-shard.ts';
import type {
  CrawlerPorts,
  EntryAnswer,
  EventLog,
  JobQueue,
  LogRecord,
  SchedulerPorts,
} from '../../functions/crawling/ports.ts';
import type { ProviderModule } from '../../functions/crawling/providers/provider.ts';
import type { ListenEvent } from '../../functions/listens/domain/listen-event.ts';
import type { LogFields, LogLevel } from '../../functions/shared/log.ts';
import { minuteMs, startMs } from './fake-provider.ts';
import { memoryTokenTable, memoryVault, opened, rowKey, sealed, watchedModule } from './memory-accounts.ts';
import type { Interrupt, PortCall } from './memory-accounts.ts';

export const hourMs = 60 * minuteMs;
export const leaseMs = 15 * minuteMs;
export const intervalMs = 25 * minuteMs;

/** A row of the schedule as the table holds it. */
export type ScheduleRow = CrawlRow & {
  readonly nextCrawlAtMs: number;
  /** Absent while paused. */
  readonly dueShard?: string;
  readonly lastCrawledAt?: string;
  readonly lastError?: string;
};

export class CrawlingWorld {
  nowMs = startMs;
  interrupt: Interrupt = () => undefined;
  readonly rows = new Map<string, ScheduleRow>();
  readonly queue: CrawlJob[] = [];
  /** Every record that the log accepted, in order; duplicates stay. */
  readonly records: LogRecord[] = [];
  /** How many records each call of the log carried. */
  readonly putSizes: number[] = [];
  readonly tokens = new Map<string, TokenRow>();
  readonly users = new Map<string, { zone: string; createdAt: string }>();
  readonly states = new Map<string, PendingAuthorisation>();
  readonly logged: [LogLevel, string, LogFields][] = [];
  readonly pausesMs: number[] = [];
  /** What the log says to a record instead of taking it; by default it takes all. */
  refuseRecord: (record: LogRecord) => string | undefined = () => undefined;
  /** What the queue says to a job instead of taking it; by default it takes all. */
  refuseJob: (job: CrawlJob) => EntryAnswer = () => ({ accepted: true });
  #claims = 0;
  #randomByte = 0;

  readonly #port: PortCall = async (name, effect) => {
    await this.interrupt(name, 'before');
    const value = effect();
    await this.interrupt(name, 'after');
    return value;
  };
  /** Whatever `interrupt` is by then. */
  readonly #interruption: Interrupt = (call, moment) => this.interrupt(call, moment);

  readonly log = (level: LogLevel, event: string, fields: LogFields = {}): void => {
    this.logged.push([level, event, fields]);
  };

  /** The events that were logged, in order. */
  loggedEvents(): string[] {
    return this.logged.map(([, event]) => event);
  }

  readonly weather = {
    nowMs: () => this.nowMs,
    chance: () => 0.5,
    pause: async (durationMs: number) => {
      this.pausesMs.push(durationMs);
    },
  };

  /** The listen events on the log, each once, by id. */
  listens(): ReadonlyMap<string, ListenEvent> {
    const events = this.records.map(({ data }) => JSON.parse(Buffer.from(data).toString('utf8')) as ListenEvent);
    return new Map(events.map((event) => [event.event_id, event]));
  }

  titles(): string[] {
    return [...this.listens().values()].map(({ title }) => title).toSorted();
  }

  /** Adds a row that is due now. */
  addRow(key: CrawlKey, changes: Partial<ScheduleRow> = {}): void {
    this.rows.set(rowKey(key), {
      ...key,
      status: 'IDLE',
      cursorMs: startMs - 30 * 24 * hourMs,
      failures: 0,
      nextCrawlAtMs: this.nowMs,
      dueShard: dueShardOf(key),
      ...changes,
    });
  }

  row(key: CrawlKey): ScheduleRow {
    const row = this.rows.get(rowKey(key));
    if (!row) throw new Error(`there is no row ${rowKey(key)}`);
    return row;
  }

  /** Adds tokens that are good for an hour. */
  addTokens(key: CrawlKey, secrets: TokenSecrets, changes: Partial<TokenRow> = {}): void {
    this.tokens.set(rowKey(key), {
      ...key,
      ciphertext: sealed(key, secrets),
      status: 'active',
      accountName: `${key.userId}'s account`,
      expiresAtMs: this.nowMs + hourMs,
      version: 1,
      ...changes,
    });
  }

  token(key: CrawlKey): TokenRow {
    const row = this.tokens.get(rowKey(key));
    if (!row) throw new Error(`there are no tokens of ${rowKey(key)}`);
    return row;
  }

  secrets(key: CrawlKey): TokenSecrets {
    return opened(key, this.token(key).ciphertext);
  }

  /** Takes everything off the queue, as messages of one batch. */
  takeBatch(countMax = 10): { Records: never[] } {
    const jobs = this.queue.splice(0, countMax);
    return batchOf(jobs);
  }

  schedulerPorts(): SchedulerPorts {
    return {
      ...this.weather,
      log: this.log,
      leaseMs,
      newClaimId: () => `claim-${(this.#claims += 1)}`,
      schedule: this.#schedule(),
      jobs: this.#jobs(),
    };
  }

  crawlerPorts(...modules: readonly ProviderModule[]): CrawlerPorts {
    return {
      ...this.weather,
      log: this.log,
      intervalMs,
      schedule: this.#schedule(),
      access: accountAccess({
        nowMs: this.weather.nowMs,
        log: this.log,
        tokens: memoryTokenTable(this.tokens, this.#port),
        vault: memoryVault(this.#port),
      }),
      listens: this.#eventLog(),
      providers: new Map(modules.map((module) => [module.name, watchedModule(module, this.#interruption)])),
    };
  }

  accountPorts(...modules: readonly ProviderModule[]): AccountPorts {
    return {
      nowMs: this.weather.nowMs,
      log: this.log,
      tokens: memoryTokenTable(this.tokens, this.#port),
      vault: memoryVault(this.#port),
      users: {
        put: (userId, zone, createdAt) =>
          this.#port('users.put', () => {
            this.users.set(userId, { zone, createdAt: this.users.get(userId)?.createdAt ?? createdAt });
          }),
      },
      states: {
        put: (state, pending) => this.#port('states.put', () => void this.states.set(state, pending)),
        take: (state) =>
          this.#port('states.take', () => {
            const pending = this.states.get(state);
            this.states.delete(state);
            return pending;
          }),
      },
      schedule: {
        arm: (key, { dueAtMs, cursorMs, isOtherAccount }) =>
          this.#port('schedule.arm', () => {
            const earlier = this.rows.get(rowKey(key));
            this.addRow(key, {
              nextCrawlAtMs: dueAtMs,
              cursorMs: isOtherAccount ? cursorMs : (earlier?.cursorMs ?? cursorMs),
            });
          }),
      },
      providers: new Map(modules.map((module) => [module.name, watchedModule(module, this.#interruption)])),
      randomBytes: (count) => new Uint8Array(count).fill((this.#randomByte += 1)),
      redirectUrl: 'https://example.test/oauth/callback',
    };
  }

  #schedule(): SchedulerPorts['schedule'] & CrawlerPorts['schedule'] {
    const { rows } = this;
    const call = this.#port;
    return {
      async *dueRows(shard, nowMs) {
        const due = await call('schedule.dueRows', () =>
          [...rows.values()]
            .filter(({ dueShard, nextCrawlAtMs }) => dueShard === shard && nextCrawlAtMs <= nowMs)
            .toSorted((a, b) => a.nextCrawlAtMs - b.nextCrawlAtMs)
            .map(({ userId, provider, nextCrawlAtMs }) => ({ userId, provider, nextCrawlAtMs })),
        );
        // Pages of three, so that several are read.
        for (let first = 0; first < due.length; first += 3) yield due.slice(first, first + 3);
      },
      claim: (seen, claimId, leaseEndsAtMs) =>
        call('schedule.claim', () => {
          const row = rows.get(rowKey(seen));
          if (row?.nextCrawlAtMs !== seen.nextCrawlAtMs || row.dueShard === undefined) return false;
          rows.set(rowKey(seen), { ...row, status: 'ENQUEUED', claimId, nextCrawlAtMs: leaseEndsAtMs });
          return true;
        }),
      read: (key) => call('schedule.read', () => rows.get(rowKey(key))),
      release: (job, change) =>
        call('schedule.release', () => {
          const row = rows.get(rowKey(job));
          if (row?.claimId !== job.claimId) return false;
          const { claimId: _claimId, lastError: _lastError, ...rest } = row;
          const { dueShard: _dueShard, ...paused } = rest;
          rows.set(rowKey(job), { ...(change.status === 'PAUSED' ? paused : rest), ...change });
          return true;
        }),
    };
  }

  #jobs(): JobQueue {
    return {
      send: (jobs) =>
        this.#port('jobs.send', () =>
          jobs.map((job) => {
            const answer = this.refuseJob(job);
            if (answer.accepted) this.queue.push(job);
            return answer;
          }),
        ),
    };
  }

  #eventLog(): EventLog {
    return {
      put: (records) =>
        this.#port('listens.put', () => {
          this.putSizes.push(records.length);
          return records.map((record): EntryAnswer => {
            const reason = this.refuseRecord(record);
            if (reason !== undefined) return { accepted: false, reason, mayRetry: true };
            this.records.push(record);
            return { accepted: true };
          });
        }),
    };
  }
}

/** Jobs as the queue delivers them; of a record only what the worker reads. */
export const batchOf = (jobs: readonly CrawlJob[]): { Records: never[] } => ({
  Records: jobs.map(({ userId, provider, claimId }) => ({
    messageId: `${userId}/${provider}/${claimId}`,
    body: JSON.stringify({ user_id: userId, provider, claim_id: claimId }),
  })) as never[],
});
