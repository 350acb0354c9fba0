/** Every source a listen may come from. The position is the code in an aggregate's element: append, never reorder. */
export const providers = ['spotify', 'listenbrainz', 'lastfm', 'apple', 'youtube', 'heavyrotation'] as const;
export type Provider = (typeof providers)[number];

/**
 * How far `listened_at` may be trusted: to the second or better, worked out from an order of plays, or only the day.
 * The position is the code in an aggregate's element: append, never reorder.
 */
export const timeQualities = ['exact', 'inferred', 'day'] as const;
export type TimeQuality = (typeof timeQualities)[number];

/** The newest schema this code writes and the only one it has ever written. A reader refuses anything newer. */
export const schemaVersion = 1;

/**
 * One play of one song by one user at one instant, as it stands on the log: JSON of exactly these fields. Immutable.
 * `event_id` says which listen it is and never depends on `song_id`, because song identity may improve later.
 */
export type ListenEvent = {
  readonly schema_version: typeof schemaVersion;
  /** Lower-case hex of a SHA-256, 64 characters. */
  readonly event_id: string;
  readonly user_id: string;
  readonly provider: Provider;
  /** ISO 8601 in UTC with milliseconds: `2026-11-20T08:15:30.000Z`. */
  readonly listened_at: string;
  readonly time_quality: TimeQuality;
  /** Lower-case hex of 96 bits, 24 characters. */
  readonly song_id: string;
  /** The version of the rules that gave `song_id`, 1–255. */
  readonly identity_version: number;
  readonly title: string;
  readonly artist: string;
  readonly album?: string;
  /** Twelve characters, upper case, no hyphens. */
  readonly isrc?: string;
  readonly duration_ms?: number;
  readonly provider_track_id?: string;
};

/**
 * User ids travel in keys, paths and logs, so they are plain: 1–128 of these characters, the first one alphanumeric.
 */
export const isUserId = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._:@~-]{0,127}$/.test(text);

/** An International Standard Recording Code without hyphens, ISO 3901: country, registrant, year, designation. */
export const isIsrc = (text: string): boolean => /^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$/.test(text);
