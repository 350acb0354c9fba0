import { refuse } from '../shared/result.ts';
import type { Result } from '../shared/result.ts';
import { checkListenEvent } from './domain/check-listen-event.ts';
import { isIsrc, schemaVersion } from './domain/listen-event.ts';
import type { ListenEvent, Provider, TimeQuality } from './domain/listen-event.ts';
import type { Refusal } from './domain/refusal.ts';
import { identityVersion } from './domain/song-identity.ts';
import { eventIdOf } from './event-id.ts';
import { songIdOf } from './song-id.ts';

/** One play as a provider module tells it, in the provider's own spelling. */
export type ProviderPlay = {
  readonly listenedAtMs: number;
  readonly timeQuality: TimeQuality;
  readonly title: string;
  readonly artist: string;
  readonly album?: string;
  readonly isrc?: string;
  readonly durationMs?: number;
  readonly providerTrackId?: string;
  /** What tells this play's track from another one of the same provider at the same instant; part of the event id. */
  readonly providerKey: string;
};

/** The last instant whose ISO form has four digits of year: 9999-12-31T23:59:59.999Z. */
const instantMsMax = 253_402_300_799_999;

const tidyText = (text: string | undefined): string | undefined => text?.toWellFormed().trim() || undefined;

/** Providers write ISRCs with hyphens or in lower case, and sometimes write something else there: that is left out. */
function tidyIsrc(text: string | undefined): string | undefined {
  const isrc = text?.replaceAll(/[\s-]/gu, '').toUpperCase();
  return isrc !== undefined && isIsrc(isrc) ? isrc : undefined;
}

const tidyDurationMs = (durationMs: number | undefined): number | undefined =>
  durationMs !== undefined && Number.isFinite(durationMs) && durationMs >= 1 ? Math.round(durationMs) : undefined;

/**
 * Turns a provider's play into the listen event that goes on the log: one shape, one song identity, one event id.
 * Refuses, with the offending value, what the log's readers would refuse. Optional fields that make no sense are left
 * out.
 */
export function normaliseListen(userId: string, provider: Provider, play: ProviderPlay): Result<ListenEvent, Refusal> {
  const { listenedAtMs, timeQuality, providerKey } = play;
  if (!Number.isSafeInteger(listenedAtMs) || listenedAtMs < 0 || listenedAtMs > instantMsMax)
    return refuse({ reason: 'field-invalid', detail: `listenedAtMs must be an instant, got ${listenedAtMs}` });
  if (providerKey === '') return refuse({ reason: 'field-invalid', detail: 'providerKey must not be empty' });

  const title = tidyText(play.title) ?? '';
  const artist = tidyText(play.artist) ?? '';
  const isrc = tidyIsrc(play.isrc);
  return checkListenEvent({
    schema_version: schemaVersion,
    event_id: eventIdOf({ userId, provider, listenedAtMs, providerKey: providerKey.toWellFormed() }),
    user_id: userId,
    provider,
    listened_at: new Date(listenedAtMs).toISOString(),
    time_quality: timeQuality,
    song_id: songIdOf(isrc === undefined ? { title, artist } : { title, artist, isrc }),
    identity_version: identityVersion,
    title,
    artist,
    album: tidyText(play.album),
    isrc,
    duration_ms: tidyDurationMs(play.durationMs),
    provider_track_id: tidyText(play.providerTrackId),
  });
}
