import type { ProviderPlay } from '../../listens/normalise-listen.ts';
import { ok, refuse } from '../../shared/result.ts';
import { fieldsOf, itemsOf, numberOf, present, textOf } from './json-fields.ts';
import type { AuthorisationCodeFlow, GrantAnswer, Page, ProviderModule, ProviderWorld } from './provider.ts';
import { parseJson, readAnswer, retryAfterMsOf } from './read-answer.ts';

/** The most that recently-played gives at once: https://developer.spotify.com/documentation/web-api/reference/get-recently-played */
const playsPerPage = 50;

/** All that a crawl needs: nothing about playlists, e-mail or playback. */
const scope = 'user-read-recently-played';

export type SpotifySettings = { readonly clientId: string; readonly accountsUrl: string; readonly apiUrl: string };

/** A play, or the sentence that says why the item is none. `played_at` is the end of the play. */
function readPlay(item: unknown): ProviderPlay | string {
  const playedAt = textOf(fieldsOf(item)['played_at']);
  const listenedAtMs = Date.parse(playedAt ?? '');
  if (Number.isNaN(listenedAtMs)) return `played_at must be an instant, got ${JSON.stringify(playedAt)}`;

  const track = fieldsOf(fieldsOf(item)['track']);
  const trackId = textOf(track['id']);
  const uri = textOf(track['uri']);
  // A local file has no id; its uri is made of artist, album, title and duration.
  const providerKey = trackId ?? (uri && `local:${uri}`);
  if (providerKey === undefined) return `the track played at ${playedAt} has neither id nor uri`;

  const artists = itemsOf(track['artists']).flatMap((artist) => textOf(fieldsOf(artist)['name']) ?? []);
  return {
    listenedAtMs,
    timeQuality: 'exact',
    title: textOf(track['name']) ?? '',
    artist: artists.join(', '),
    providerKey,
    ...present({
      album: textOf(fieldsOf(track['album'])['name']),
      isrc: textOf(fieldsOf(track['external_ids'])['isrc']),
      durationMs: numberOf(track['duration_ms']),
      providerTrackId: trackId ?? uri,
    }),
  };
}

/** Reads a page of recently-played; throws when it has no list of items. */
function readPage(body: unknown, cursorMs: number): Page {
  const items = fieldsOf(body)['items'];
  if (!Array.isArray(items)) throw new Error('spotify recently-played answered 200 without a list of items');
  const readings = items.map(readPlay);
  const plays = readings.filter((reading) => typeof reading !== 'string');
  const nextCursorMs = plays.reduce((latestMs, { listenedAtMs }) => Math.max(latestMs, listenedAtMs), cursorMs);
  return {
    plays,
    unreadable: readings.filter((reading) => typeof reading === 'string'),
    nextCursorMs,
    hasMore: items.length >= playsPerPage && nextCursorMs > cursorMs,
  };
}

/** The authorization-code flow with PKCE: https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow */
function authorisationCode(settings: SpotifySettings, { http, nowMs }: ProviderWorld): AuthorisationCodeFlow {
  const { clientId, accountsUrl, apiUrl } = settings;

  async function requestTokens(form: Readonly<Record<string, string>>): GrantAnswer {
    const caller = `spotify token endpoint, ${form['grant_type']},`;
    const response = await http({
      method: 'POST',
      url: `${accountsUrl}/api/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ ...form, client_id: clientId }).toString(),
    });
    const { status } = response;
    if (status === 429) return refuse({ type: 'RateLimited', retryAfterMs: retryAfterMsOf(response, nowMs()) });
    if (status !== 200 && status !== 400) throw new Error(`${caller} answered ${status}`);

    const fields = fieldsOf(parseJson(caller, response));
    const error = textOf(fields['error']);
    if (status === 400 && error === 'invalid_grant') return refuse({ type: 'InvalidGrant' });
    const accessToken = textOf(fields['access_token']);
    if (status === 400) throw new Error(`${caller} answered 400 with error ${JSON.stringify(error)}`);
    if (accessToken === undefined) throw new Error(`${caller} answered 200 without an access token`);
    const rest = {
      refreshToken: textOf(fields['refresh_token']),
      expiresInSeconds: numberOf(fields['expires_in']),
      scope: textOf(fields['scope']),
    };
    return ok({ accessToken, ...present(rest) });
  }

  return {
    authoriseUrl({ state, codeChallenge, redirectUrl }) {
      const query = new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        redirect_uri: redirectUrl,
        state,
        scope,
        code_challenge_method: 'S256',
        code_challenge: codeChallenge,
      });
      return `${accountsUrl}/authorize?${query.toString()}`;
    },

    exchangeCode: ({ code, codeVerifier, redirectUrl }) =>
      requestTokens({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUrl,
        code_verifier: codeVerifier,
      }),

    refresh: (refreshToken) => requestTokens({ grant_type: 'refresh_token', refresh_token: refreshToken }),

    async accountName(accessToken) {
      const response = await http({ method: 'GET', url: `${apiUrl}/v1/me`, headers: bearer(accessToken) });
      const answer = readAnswer('spotify profile', response, nowMs());
      if (!answer.ok) return answer;
      const id = textOf(fieldsOf(answer.value)['id']);
      if (id === undefined) throw new Error('spotify profile answered 200 without an id');
      return ok(id);
    },
  };
}

const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}`, accept: 'application/json' });

/** Spotify: pulls recently-played, of which the provider keeps the last 50 plays only. */
export function spotify(settings: SpotifySettings, world: ProviderWorld): ProviderModule {
  return {
    name: 'spotify',
    authorisationCode: authorisationCode(settings, world),

    async fetchPage({ accessToken, cursorMs }) {
      const url = `${settings.apiUrl}/v1/me/player/recently-played?limit=${playsPerPage}&after=${cursorMs}`;
      const response = await world.http({ method: 'GET', url, headers: bearer(accessToken) });
      const answer = readAnswer('spotify recently-played', response, world.nowMs());
      return answer.ok ? ok(readPage(answer.value, cursorMs)) : answer;
    },
  };
}
