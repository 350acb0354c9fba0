import type { TokenRow } from '../../../functions/accounts/domain/account.ts';
import { sealed } from '../../support/memory-accounts.ts';
import type { Run } from '../engine/run.ts';

/** One play of a track as a provider knows it. */
export type Play = {
  /** What tells it from every other play in the world. */
  readonly key: string;
  readonly listenedAtMs: number;
  /** When the provider begins to list it. */
  readonly listedAtMs: number;
  readonly trackId: string;
  readonly title: string;
  readonly artist: string;
  readonly album?: string;
  readonly isrc?: string;
  /** Listed too late, or too far ahead, for a cursor that only moves forward: the crawl may miss it. */
  readonly mayBeMissed: boolean;
  /** Whether a page that reached a worker has shown it. */
  isServed: boolean;
};

/** One account of one user with one provider, and what the provider holds of it. */
export class Account {
  readonly userId: string;
  readonly provider: 'spotify' | 'listenbrainz';
  readonly name: string;
  readonly plays: Play[] = [];
  accessToken: string;
  refreshToken: string;
  accessEndsAtMs = Infinity;
  /** A play has been dated in the future, which may have moved the cursor past plays of the next minutes. */
  hasPlayedAhead = false;
  #issued = 1;

  constructor(userId: string, provider: Account['provider']) {
    this.userId = userId;
    this.provider = provider;
    this.name = `${userId}-${provider}`;
    this.accessToken = `${this.name}-access-1`;
    this.refreshToken = `${this.name}-refresh-1`;
  }

  get key(): { readonly userId: string; readonly provider: string } {
    return { userId: this.userId, provider: this.provider };
  }

  /** Issues an access token, and another refresh token where the provider rotates them. */
  issue(nowMs: number, isRotated: boolean): void {
    this.#issued += 1;
    this.accessToken = `${this.name}-access-${this.#issued}`;
    if (isRotated) this.refreshToken = `${this.name}-refresh-${this.#issued}`;
    this.accessEndsAtMs = this.provider === 'spotify' ? nowMs + 3_600_000 : Infinity;
  }

  /** The row of our token table right after its owner has authorised us. */
  tokenRow(version: number): TokenRow {
    const { accessToken, refreshToken } = this;
    const secrets = this.provider === 'spotify' ? { accessToken, refreshToken } : { accessToken };
    return {
      ...this.key,
      ciphertext: sealed(this.key, secrets),
      status: 'active',
      accountName: this.name,
      version,
      ...(this.accessEndsAtMs === Infinity ? {} : { expiresAtMs: this.accessEndsAtMs }),
    };
  }
}

const userIds = ['mara', 'noor', 'ilse'];
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
];

/** A few songs, some of which are one song under several names, so that counts tie and labels compete. */
const tracks = [
  { trackId: 'track-1', title: 'Harbour Lights', artist: 'The Tidewaters', album: 'Ebb', isrc: 'DEA012600001' },
  { trackId: 'track-2', title: 'Harbour Lights - 2011 Remaster', artist: 'The Tidewaters', isrc: 'DEA012600001' },
  { trackId: 'track-3', title: 'Slow Tram', artist: 'Nightline' },
  { trackId: 'track-4', title: 'Slow Tram (feat. Ilse)', artist: 'Nightline', album: 'Last Stop' },
  { trackId: 'track-5', title: 'Salt & Iron', artist: 'Quay', album: 'North' },
  { trackId: 'track-6', title: '!!!', artist: 'Ümläut' },
] as const;

/** The people whose listening a run is about, and what they do. */
export class Listeners {
  readonly accounts: Account[] = [];
  readonly zoneOf = new Map<string, string>();
  readonly #run: Run;

  constructor(run: Run) {
    const { chance } = run;
    this.#run = run;
    for (const userId of userIds.slice(0, chance.between(1, 3))) {
      this.zoneOf.set(userId, chance.pick(zones));
      const both = chance.is(0.3);
      if (both || chance.is(0.6)) this.#connect(userId, 'spotify');
      else this.#connect(userId, 'listenbrainz');
      if (both) this.#connect(userId, 'listenbrainz');
    }
    for (const account of this.accounts) this.#listenBefore(account);
  }

  /** What everybody plays within the coming `spanMs`: the provider lists each play when it happens. */
  listen(spanMs: number): void {
    const { chance, timeline } = this.#run;
    for (const account of this.accounts) {
      const count = chance.pick([0, 0, 1, 2]);
      for (let index = 0; index < count; index += 1)
        this.#play(account, timeline.nowMs + chance.between(1_000, spanMs));
      account.plays.sort((left, right) => left.listenedAtMs - right.listenedAtMs);
    }
  }

  #connect(userId: string, provider: Account['provider']): void {
    const account = new Account(userId, provider);
    account.accessEndsAtMs = provider === 'spotify' ? this.#run.timeline.nowMs + 3_600_000 : Infinity;
    this.accounts.push(account);
  }

  /** A past that begins up to ten days ago, and likes the edges of days. */
  #listenBefore(account: Account): void {
    const { chance, timeline, faults } = this.#run;
    const isMany = account.provider === 'spotify' && faults.strikes('plays-many', 0.1);
    const count = isMany ? chance.between(52, 60) : chance.below(6);
    const todayMs = Math.floor(timeline.nowMs / 86_400_000) * 86_400_000;
    for (let index = 0; index < count; index += 1) {
      const edgeMs = todayMs - chance.below(9) * 86_400_000 + chance.pick([-1, 0, 1, -1_000, 999]);
      const agoMs = chance.is(0.5) ? chance.below(3_600_000) : chance.below(10 * 86_400_000);
      this.#play(account, chance.is(0.3) && edgeMs < timeline.nowMs ? edgeMs : timeline.nowMs - agoMs);
    }
    account.plays.sort((left, right) => left.listenedAtMs - right.listenedAtMs);
  }

  #play(account: Account, atMs: number): void {
    const { chance, faults } = this.#run;
    const isAhead = faults.strikes('play-ahead', 0.1);
    const lateMs = faults.strikes('play-late', 0.2) ? chance.between(1, 2 * 86_400_000) : 0;
    const listenedAtMs = this.#asListed(account, isAhead ? atMs + chance.between(60_000, 7_200_000) : atMs);
    const track = chance.pick(tracks);
    if (account.plays.some((play) => play.listenedAtMs === listenedAtMs && play.trackId === track.trackId)) return;
    account.hasPlayedAhead ||= isAhead;
    account.plays.push({
      ...track,
      key: `${account.userId} ${account.provider} ${new Date(listenedAtMs).toISOString()} ${track.trackId}`,
      listenedAtMs,
      listedAtMs: atMs + lateMs,
      mayBeMissed: lateMs > 0 || isAhead,
      isServed: false,
    });
  }

  /** One provider's instants have milliseconds, the other's are whole seconds. */
  #asListed({ provider }: Account, atMs: number): number {
    return provider === 'spotify' ? atMs : Math.floor(atMs / 1000) * 1000;
  }
}
