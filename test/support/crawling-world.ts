/**
 * The world of the crawler and of the accounts, in memory: stores that keep the promises of their ports, a clock that
 * moves when told, and a provider with plays, pages and refresh tokens that are good once. `interrupt` is called around
 * every port call, so that a test may fail, delay or end the world there.
 */
import { accountAccess } from '../../functions/accounts/account-access.ts';
import type { TokenRow, TokenSecrets } from '../../functions/accounts/domain/account.ts';
import type { AccountPorts, PendingAuthorisation, TokenTable, TokenVault } from '../../functions/accounts/ports.ts';
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
import type { ProviderPlay } from '../../functions/listens/normalise-listen.ts';
import type { LogFields, LogLevel } from '../../functions/shared/log.ts';
import { ok, refuse } from '../../functions/shared/result.ts';

export const startMs = Date.parse('2026-11-20T12:00:00.000Z');
export const minuteMs = 60_000;
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

type Moment = 'before' | 'after';
/** Called around each port call; what it throws, the call throws. */
export type Interrupt = (call: string, moment: Moment) => void | Promise<void>;

/** A play of the fake provider, so many minutes before the world begins. */
export const play = (minutesAgo: number, title = `Song ${minutesAgo}`): ProviderPlay => ({
  listenedAtMs: startMs - minutesAgo * minuteMs,
  timeQuality: 'exact',
  title,
  artist: 'The Examples',
  providerKey: `track ${title}`,
});

const rowKey = ({ userId, provider }: CrawlKey): string => `${userId}/${provider}`;

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

  /** Runs a port call with an interruption before and after it. */
  async #call<Value>(name: string, effect: () => Value): Promise<Value> {
    await this.interrupt(name, 'before');
    const value = effect();
    await this.interrupt(name, 'after');
    return value;
  }

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
      access: accountAccess({ nowMs: this.weather.nowMs, log: this.log, tokens: this.#tokens(), vault: this.#vault() }),
      listens: this.#eventLog(),
      providers: new Map(modules.map((module) => [module.name, this.#watched(module)])),
    };
  }

  accountPorts(...modules: readonly ProviderModule[]): AccountPorts {
    return {
      nowMs: this.weather.nowMs,
      log: this.log,
      tokens: this.#tokens(),
      vault: this.#vault(),
      users: {
        put: (userId, zone, createdAt) =>
          this.#call('users.put', () => {
            this.users.set(userId, { zone, createdAt: this.users.get(userId)?.createdAt ?? createdAt });
          }),
      },
      states: {
        put: (state, pending) => this.#call('states.put', () => void this.states.set(state, pending)),
        take: (state) =>
          this.#call('states.take', () => {
            const pending = this.states.get(state);
            this.states.delete(state);
            return pending;
          }),
      },
      schedule: {
        arm: (key, { dueAtMs, cursorMs, isOtherAccount }) =>
          this.#call('schedule.arm', () => {
            const earlier = this.rows.get(rowKey(key));
            this.addRow(key, {
              nextCrawlAtMs: dueAtMs,
              cursorMs: isOtherAccount ? cursorMs : (earlier?.cursorMs ?? cursorMs),
            });
          }),
      },
      providers: new Map(modules.map((module) => [module.name, this.#watched(module)])),
      randomBytes: (count) => new Uint8Array(count).fill((this.#randomByte += 1)),
      redirectUrl: 'https://example.test/oauth/callback',
    };
  }

  #schedule(): SchedulerPorts['schedule'] & CrawlerPorts['schedule'] {
    const { rows } = this;
    const call = this.#call.bind(this);
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
        this.#call('jobs.send', () =>
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
        this.#call('listens.put', () => {
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

  #tokens(): TokenTable {
    const update = (key: CrawlKey, version: number, change: (row: TokenRow) => TokenRow | undefined): boolean => {
      const row = this.tokens.get(rowKey(key));
      const changed = row?.version === version ? change(row) : undefined;
      if (changed) this.tokens.set(rowKey(key), changed);
      return changed !== undefined;
    };
    return {
      read: (key) => this.#call('tokens.read', () => this.tokens.get(rowKey(key))),
      replace: (key, { authorisedAt: _authorisedAt, ...tokens }) =>
        this.#call('tokens.replace', () => {
          const earlier = this.tokens.get(rowKey(key));
          this.tokens.set(rowKey(key), { ...key, ...tokens, status: 'active', version: (earlier?.version ?? 0) + 1 });
          return earlier?.accountName;
        }),
      beginRefresh: (key, version, nowMs, refreshUntilMs) =>
        this.#call('tokens.beginRefresh', () =>
          update(key, version, (row) =>
            row.refreshUntilMs !== undefined && row.refreshUntilMs > nowMs
              ? undefined
              : { ...row, version: version + 1, refreshUntilMs },
          ),
        ),
      storeRefreshed: (key, version, tokens) =>
        this.#call('tokens.storeRefreshed', () =>
          update(key, version, ({ expiresAtMs: _expiresAtMs, refreshUntilMs: _refreshUntilMs, ...row }) => ({
            ...row,
            ...tokens,
            version: version + 1,
          })),
        ),
      setStatus: (key, version, status) =>
        this.#call('tokens.setStatus', () => update(key, version, (row) => ({ ...row, status }))),
    };
  }

  #vault(): TokenVault {
    return {
      seal: (key, secrets) => this.#call('vault.seal', () => sealed(key, secrets)),
      open: (key, ciphertext) => this.#call('vault.open', () => opened(key, ciphertext)),
    };
  }

  /** The module with an interruption around each of its calls. */
  #watched(module: ProviderModule): ProviderModule {
    const flow = module.authorisationCode;
    const around = async <Value>(name: string, call: () => Promise<Value>): Promise<Value> => {
      await this.interrupt(name, 'before');
      const value = await call();
      await this.interrupt(name, 'after');
      return value;
    };
    return {
      ...module,
      fetchPage: (request) => around('provider.fetchPage', () => module.fetchPage(request)),
      ...(flow && {
        authorisationCode: {
          ...flow,
          exchangeCode: (request) => around('provider.exchangeCode', () => flow.exchangeCode(request)),
          refresh: (refreshToken) => around('provider.refresh', () => flow.refresh(refreshToken)),
          accountName: (accessToken) => around('provider.accountName', () => flow.accountName(accessToken)),
        },
      }),
    };
  }
}

/** Not a cipher: it binds the secrets to the account, as the real one does, and the wrong account does not open them. */
const sealed = (key: CrawlKey, secrets: TokenSecrets): Uint8Array =>
  Buffer.from(`${rowKey(key)} ${JSON.stringify(secrets)}`).map((byte) => byte ^ 0x55);

function opened(key: CrawlKey, ciphertext: Uint8Array): TokenSecrets {
  const text = Buffer.from(ciphertext.map((byte) => byte ^ 0x55)).toString('utf8');
  const prefix = `${rowKey(key)} `;
  if (!text.startsWith(prefix)) throw new Error(`these are not the tokens of ${rowKey(key)}`);
  return JSON.parse(text.slice(prefix.length)) as TokenSecrets;
}

/** Jobs as the queue delivers them; of a record only what the worker reads. */
export const batchOf = (jobs: readonly CrawlJob[]): { Records: never[] } => ({
  Records: jobs.map(({ userId, provider, claimId }) => ({
    messageId: `${userId}/${provider}/${claimId}`,
    body: JSON.stringify({ user_id: userId, provider, claim_id: claimId }),
  })) as never[],
});

/**
 * A provider with the plays of one account, in pages, oldest first. It takes only the access token it issued last, and
 * each of its refresh tokens once.
 */
export class FakeProvider {
  plays: ProviderPlay[];
  pageSize = 3;
  accessToken = 'access 1';
  refreshToken = 'refresh 1';
  isRotating = true;
  refreshes = 0;
  pagesFetched = 0;
  readonly name;

  constructor(plays: readonly ProviderPlay[], name: 'spotify' | 'listenbrainz' = 'spotify') {
    this.plays = [...plays];
    this.name = name;
  }

  /** Declares every access token that was issued bad. */
  expire(): void {
    this.accessToken = `access ${Number(this.accessToken.split(' ')[1]) + 1}`;
  }

  fetchPage: ProviderModule['fetchPage'] = async ({ accessToken, cursorMs }) => {
    this.pagesFetched += 1;
    if (accessToken !== this.accessToken) return refuse({ type: 'Unauthorised' });
    const later = this.plays
      .filter(({ listenedAtMs }) => listenedAtMs > cursorMs)
      .toSorted((a, b) => a.listenedAtMs - b.listenedAtMs);
    const plays = later.slice(0, this.pageSize);
    const nextCursorMs = plays.at(-1)?.listenedAtMs ?? cursorMs;
    return ok({ plays, unreadable: [], nextCursorMs, hasMore: plays.length === this.pageSize });
  };

  module(): ProviderModule {
    return {
      name: this.name,
      fetchPage: (request) => this.fetchPage(request),
      authorisationCode: {
        authoriseUrl: ({ state, codeChallenge, redirectUrl }) =>
          `https://provider.test/authorize?${new URLSearchParams({ state, codeChallenge, redirectUrl }).toString()}`,
        exchangeCode: async ({ code }) =>
          code === 'good'
            ? ok({ accessToken: this.accessToken, refreshToken: this.refreshToken, expiresInSeconds: 3600 })
            : refuse({ type: 'InvalidGrant' }),
        refresh: async (refreshToken) => {
          if (refreshToken !== this.refreshToken) return refuse({ type: 'InvalidGrant' });
          this.refreshes += 1;
          this.expire();
          const grant = { accessToken: this.accessToken, expiresInSeconds: 3600 };
          if (!this.isRotating) return ok(grant);
          this.refreshToken = `refresh ${this.refreshes + 1}`;
          return ok({ ...grant, refreshToken: this.refreshToken });
        },
        accountName: async () => ok('listener'),
      },
      personalToken: {
        validate: async (token) =>
          token === this.accessToken ? ok('listener') : refuse({ type: 'TokenInvalid' } as const),
      },
    };
  }
}
