import type { HttpRequest, HttpResponse } from '../../../functions/crawling/providers/provider.ts';
import type { Run } from '../engine/run.ts';
import type { Account, Listeners, Play } from './listeners.ts';

const playsKept = 50;

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const unseen = (response: HttpResponse): Shown => ({ response, plays: [] });

const spotifyItem = ({ listenedAtMs, trackId, title, artist, album, isrc }: Play): unknown => ({
  played_at: new Date(listenedAtMs).toISOString(),
  track: {
    id: trackId,
    name: title,
    artists: [{ name: artist }],
    ...(album === undefined ? {} : { album: { name: album } }),
    ...(isrc === undefined ? {} : { external_ids: { isrc } }),
  },
});

const listenbrainzItem = ({ listenedAtMs, trackId, title, artist, album }: Play): unknown => ({
  listened_at: listenedAtMs / 1000,
  track_metadata: {
    track_name: title,
    artist_name: artist,
    ...(album === undefined ? {} : { release_name: album }),
    additional_info: { recording_mbid: trackId },
  },
});

/** A response, and the plays that whoever gets it has seen. */
export type Shown = { readonly response: HttpResponse; readonly plays: readonly Play[] };

/** The providers as HTTP knows them: what a worker's request finds, with the accounts, plays and moods of the run. */
export class ProviderHttp {
  readonly #run: Run;
  readonly #listeners: Listeners;
  #outUntilMs = 0;

  constructor(run: Run, listeners: Listeners) {
    this.#run = run;
    this.#listeners = listeners;
  }

  /** Answers a request; throws when there is no answer. */
  respond(request: HttpRequest): Shown {
    const trouble = this.#trouble();
    if (trouble) return unseen(trouble);
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/api/token') return unseen(this.#refresh(new URLSearchParams(request.body)));
    const token = (request.headers['authorization'] ?? '').replace(/^(?:Bearer|Token) /u, '');
    const account = this.#listeners.accounts.find(({ accessToken }) => accessToken === token);
    const { nowMs } = this.#run.timeline;
    if (!account || account.accessEndsAtMs <= nowMs || this.#run.faults.strikes('token-refused', 0.1))
      return unseen(answer(401, { error: 'the token is not good' }));
    const page =
      account.provider === 'spotify'
        ? this.#recentlyPlayed(account, Number(searchParams.get('after')))
        : this.#listensAfter(account, Number(searchParams.get('min_ts')));
    return this.#perhapsBroken(page);
  }

  /** An outage, a rate limit, or a server that fails; undefined when it works. */
  #trouble(): HttpResponse | undefined {
    const { faults, chance, timeline } = this.#run;
    if (faults.strikes('provider-out', 0.05)) this.#outUntilMs = timeline.nowMs + chance.between(60_000, 3_600_000);
    if (!faults.isCalm && timeline.nowMs < this.#outUntilMs) return answer(503, { error: 'out' });
    if (faults.strikes('provider-limited', 0.1)) {
      const waitHeaders: Record<string, string>[] = [{}, { 'retry-after': String(chance.between(0, 3_600)) }];
      return answer(429, {}, chance.pick(waitHeaders));
    }
    if (!faults.strikes('provider-failing', 0.1)) return undefined;
    const status = chance.pick([500, 502, 200, 0]);
    if (status === 0) throw new Error('the provider did not answer');
    return { status, headers: { 'content-type': 'text/html' }, body: '<html>Something went wrong</html>' };
  }

  #perhapsBroken(page: Shown): Shown {
    if (!this.#run.faults.strikes('provider-failing', 0.03)) return page;
    const { response } = page;
    return unseen({ ...response, body: response.body.slice(0, this.#run.chance.below(response.body.length)) });
  }

  #listed(account: Account): Play[] {
    return account.plays.filter(({ listedAtMs }) => listedAtMs <= this.#run.timeline.nowMs);
  }

  /** The newest first, of the last fifty. */
  #recentlyPlayed(account: Account, afterMs: number): Shown {
    const plays = this.#listed(account)
      .slice(-playsKept)
      .filter(({ listenedAtMs }) => listenedAtMs > afterMs);
    const items = plays.map((play) => spotifyItem(this.#perhapsRenamed(play))).toReversed();
    return { response: answer(200, { items: this.#perhapsRepeated(items) }), plays };
  }

  #listensAfter(account: Account, minSeconds: number): Shown {
    const plays = this.#listed(account).filter(({ listenedAtMs }) => listenedAtMs / 1000 > minSeconds);
    const listens = plays.map(listenbrainzItem).toReversed();
    const payload = { count: listens.length, listens: this.#perhapsRepeated(listens) };
    return { response: answer(200, { payload }), plays };
  }

  #perhapsRepeated(items: unknown[]): unknown[] {
    return items.length > 0 && this.#run.faults.strikes('play-repeated', 0.2) ? [...items, items[0]] : items;
  }

  /** The provider has found out that the track is another recording: same play, same track id, another song. */
  #perhapsRenamed(play: Play): Play {
    if (!this.#run.faults.strikes('play-renamed', 0.15)) return play;
    return { ...play, title: `${play.title} (Live)`, isrc: 'DEA012600099' };
  }

  #refresh(form: URLSearchParams): HttpResponse {
    const { faults, timeline } = this.#run;
    const token = form.get('refresh_token') ?? '';
    const account = this.#listeners.accounts.find(({ name }) => token.startsWith(`${name}-refresh-`));
    if (!account) return answer(400, { error: 'invalid_grant' });
    if (account.refreshToken !== token || faults.strikes('token-refused', 0.05))
      return answer(400, { error: 'invalid_grant' });
    const isRotated = faults.strikes('token-rotated', 1);
    account.issue(timeline.nowMs, isRotated);
    const grant = { access_token: account.accessToken, expires_in: 3600 };
    return answer(200, isRotated ? { ...grant, refresh_token: account.refreshToken } : grant);
  }
}
