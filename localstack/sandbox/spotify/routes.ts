import type { Route } from '../http.ts';
import { authorize } from './authorize.ts';
import { accountOfBearer } from './bearer.ts';
import { me } from './me.ts';
import { recentlyPlayed } from './recently-played.ts';
import type { SpotifySandbox } from './spotify-sandbox.ts';
import { accountOfTokenRequest, token } from './token.ts';

/** accounts.spotify.com */
export function spotifyAccountsRoutes(sandbox: SpotifySandbox): readonly Route[] {
  return [
    {
      operation: 'authorize',
      method: 'GET',
      path: /^\/authorize$/,
      accountOf: ({ query }) => query.get('login_hint') ?? undefined,
      answer: (request) => authorize(sandbox, request),
    },
    {
      operation: 'token',
      method: 'POST',
      path: /^\/api\/token$/,
      accountOf: (request) => accountOfTokenRequest(sandbox, request),
      answer: (request) => token(sandbox, request),
    },
  ];
}

/** api.spotify.com */
export function spotifyApiRoutes(sandbox: SpotifySandbox): readonly Route[] {
  return [
    {
      operation: 'me',
      method: 'GET',
      path: /^\/v1\/me$/,
      accountOf: (request) => accountOfBearer(sandbox, request),
      answer: (request) => me(sandbox, request),
    },
    {
      operation: 'recently-played',
      method: 'GET',
      path: /^\/v1\/me\/player\/recently-played$/,
      accountOf: (request) => accountOfBearer(sandbox, request),
      answer: (request) => recentlyPlayed(sandbox, request),
    },
  ];
}
