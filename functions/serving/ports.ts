import type { SongLabel } from '../aggregation/domain/song-label.ts';
import type { UtcDay } from '../listens/domain/utc-day.ts';
import type { Log } from '../shared/log.ts';
import type { DailyAggregate } from './domain/rank-songs.ts';

/** A user's daily aggregates. */
export type AggregateReader = {
  /** Those of the UTC days from `first` to `last`, as far as there are any; expired ones may be among them. */
  read(userId: string, first: UtcDay, last: UtcDay): Promise<readonly DailyAggregate[]>;
};

/** Who our users are. */
export type UserDirectory = {
  /** The IANA name of the user's time zone; `undefined` when there is no such user. */
  zoneOf(userId: string): Promise<string | undefined>;
};

/** What songs are called. */
export type SongLabels = {
  /** Labels by song id, of up to 100 songs; a song that has none, or only an expired one, is left out. */
  find(songIds: readonly string[]): Promise<ReadonlyMap<string, SongLabel>>;
};

/** The body of an answer, and until when it may be given again. */
export type CachedAnswer = { readonly body: string; readonly expiresAtMs: number };

/** Remembers answers. */
export type TopkCache = {
  /**
   * The answer under a key: the remembered one while it has not expired, else what `fill` gives, which is then
   * remembered. `fill` runs once however many ask at the same time. It may give nothing, which is not remembered, or
   * throw.
   */
  answer(
    key: string,
    nowMs: number,
    fill: () => Promise<CachedAnswer | undefined>,
  ): Promise<{ readonly answer: CachedAnswer | undefined; readonly source: 'table' | 'memory' }>;
};

/** What serving asks of the world. */
export type ServingPorts = {
  readonly nowMs: () => number;
  readonly aggregates: AggregateReader;
  readonly users: UserDirectory;
  readonly labels: SongLabels;
  readonly cache: TopkCache;
  readonly log: Log;
};
