import type { ProviderModule } from '../../functions/crawling/providers/provider.ts';
import type { ProviderPlay } from '../../functions/listens/normalise-listen.ts';
import { ok, refuse } from '../../functions/shared/result.ts';

/** When the worlds of the crawler begin. */
export const startMs = Date.parse('2026-11-20T12:00:00.000Z');
export const minuteMs = 60_000;

/** A play of the fake provider, so many minutes before the world begins. */
export const play = (minutesAgo: number, title = `Song ${minutesAgo}`): ProviderPlay => ({
  listenedAtMs: startMs - minutesAgo * minuteMs,
  timeQuality: 'exact',
  title,
  artist: 'The Examples',
  providerKey: `track ${title}`,
});

/**
 * A provider with the plays of one account, in pages, oldest first. It takes only the access token it issued last, and
 * each of its refresh tokens once.
 */
export class FakeProvider {
  plays: ProviderPlay[];
  pageSize = 3;
  accessToken = 'access-1';
  refreshToken = 'refresh-1';
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
    this.accessToken = `access-${Number(this.accessToken.split('-')[1]) + 1}`;
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
          this.refreshToken = `refresh-${this.refreshes + 1}`;
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
