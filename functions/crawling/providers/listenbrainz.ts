import type { ProviderPlay } from '../../listens/normalise-listen.ts';
import { ok, refuse } from '../../shared/result.ts';
import { fieldsOf, itemsOf, numberOf, present, textOf } from './json-fields.ts';
import type { Page, ProviderModule, ProviderWorld } from './provider.ts';
import { readAnswer } from './read-answer.ts';

/** The most that one call gives: `MAX_ITEMS_PER_GET`, https://listenbrainz.readthedocs.io/en/latest/users/api/core.html */
const listensPerPage = 1000;

export type ListenbrainzSettings = { readonly apiUrl: string };

/** Artist, title and album as this provider's own message ids see them; a character that no name holds parts them. */
const providerKeyOf = (...parts: readonly string[]): string =>
  parts.map((part) => part.normalize('NFC').trim().toLowerCase()).join('\u0000');

/** A play, or the sentence that says why the item is none. `listened_at` is the start of the play. */
function readPlay(item: unknown): ProviderPlay | string {
  const listen = fieldsOf(item);
  const listenedAtSeconds = numberOf(listen['listened_at']);
  if (listenedAtSeconds === undefined)
    return `listened_at must be seconds, got ${JSON.stringify(listen['listened_at'])}`;

  const metadata = fieldsOf(listen['track_metadata']);
  const extra = fieldsOf(metadata['additional_info']);
  const title = textOf(metadata['track_name']) ?? '';
  const artist = textOf(metadata['artist_name']) ?? '';
  const album = textOf(metadata['release_name']);
  const durationSeconds = numberOf(extra['duration']);
  return {
    listenedAtMs: Math.trunc(listenedAtSeconds) * 1000,
    timeQuality: 'exact',
    title,
    artist,
    providerKey: providerKeyOf(artist, title, album ?? ''),
    ...present({
      album,
      isrc: textOf(extra['isrc']) ?? textOf(itemsOf(extra['isrc'])[0]),
      durationMs: numberOf(extra['duration_ms']) ?? (durationSeconds && durationSeconds * 1000),
      providerTrackId:
        textOf(fieldsOf(metadata['mbid_mapping'])['recording_mbid']) ??
        textOf(extra['recording_mbid']) ??
        textOf(listen['recording_msid']),
    }),
  };
}

/**
 * Reads a page of listens; throws when it has no list of them.
 *
 * Times are whole seconds and `min_ts` is exclusive, so a full page may end in the middle of a second: the next one then
 * begins with that second again, and listens that come twice have the same event id. Only when a full page holds
 * nothing but that one second is it passed, since asking again would give the same page for ever.
 */
function readPage(body: unknown, cursorMs: number): Page {
  const listens = fieldsOf(fieldsOf(body)['payload'])['listens'];
  if (!Array.isArray(listens)) throw new Error('listenbrainz listens answered 200 without a list of listens');
  const readings = listens.map(readPlay);
  const plays = readings.filter((reading) => typeof reading !== 'string');
  const unreadable = readings.filter((reading) => typeof reading === 'string');
  const latestMs = plays.reduce((latest, { listenedAtMs }) => Math.max(latest, listenedAtMs), cursorMs);

  const isFull = listens.length >= listensPerPage;
  if (!isFull) return { plays, unreadable, nextCursorMs: latestMs, hasMore: false };
  const secondBeforeMs = latestMs - 1000;
  const isOneSecond = Math.floor(secondBeforeMs / 1000) <= Math.floor(cursorMs / 1000);
  if (!isOneSecond) return { plays, unreadable, nextCursorMs: secondBeforeMs, hasMore: true };
  const note = `more than ${listensPerPage} listens at ${new Date(latestMs).toISOString()}: the rest of that second cannot be read`;
  return { plays, unreadable: [...unreadable, note], nextCursorMs: latestMs, hasMore: latestMs > cursorMs };
}

/** ListenBrainz: pulls the listens of a user after the cursor, the oldest page first. */
export function listenbrainz({ apiUrl }: ListenbrainzSettings, { http, nowMs }: ProviderWorld): ProviderModule {
  const headersFor = (token: string) => ({ authorization: `Token ${token}`, accept: 'application/json' });

  return {
    name: 'listenbrainz',

    async fetchPage({ accountName, accessToken, cursorMs }) {
      const minSeconds = Math.floor(cursorMs / 1000);
      const path = `/1/user/${encodeURIComponent(accountName)}/listens?min_ts=${minSeconds}&count=${listensPerPage}`;
      const response = await http({ method: 'GET', url: `${apiUrl}${path}`, headers: headersFor(accessToken) });
      const answer = readAnswer('listenbrainz listens', withRetryAfter(response), nowMs());
      return answer.ok ? ok(readPage(answer.value, cursorMs)) : answer;
    },

    personalToken: {
      async validate(token) {
        const url = `${apiUrl}/1/validate-token`;
        const response = await http({ method: 'GET', url, headers: headersFor(token) });
        const answer = readAnswer('listenbrainz validate-token', withRetryAfter(response), nowMs());
        if (!answer.ok) return answer;
        // An invalid token is a 200 too, so only the body tells.
        const accountName = textOf(fieldsOf(answer.value)['user_name']);
        return fieldsOf(answer.value)['valid'] === true && accountName !== undefined
          ? ok(accountName)
          : refuse({ type: 'TokenInvalid' });
      },
    },
  };
}

/** This provider says when its rate window ends in a header of its own; a `Retry-After`, when there is one, wins. */
function withRetryAfter<Response extends { readonly headers: Readonly<Record<string, string>> }>(response: Response) {
  const resetInSeconds = response.headers['x-ratelimit-reset-in'];
  if (resetInSeconds === undefined) return response;
  return { ...response, headers: { 'retry-after': resetInSeconds, ...response.headers } };
}
