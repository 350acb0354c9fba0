import { json } from '../http.ts';
import type { Answer, SandboxRequest } from '../http.ts';
import { authenticate } from './bearer.ts';
import { spotifyId } from './spotify-id.ts';
import type { SpotifySandbox } from './spotify-sandbox.ts';

/**
 * `GET /v1/me` (developer.spotify.com, "Get Current User's Profile"), the fields that need no scope. `account_id` is the same
 * for one account whatever it is called (added in May 2026).
 */
export function me(sandbox: SpotifySandbox, request: SandboxRequest): Answer {
  const caller = authenticate(sandbox, request);
  if (!caller.ok) return caller.answer;
  const { name, listener } = caller.account;
  return json(200, {
    account_id: spotifyId('account', name),
    display_name: listener.displayName,
    external_urls: { spotify: `https://open.spotify.com/user/${encodeURIComponent(name)}` },
    followers: { href: null, total: 0 },
    href: `${sandbox.apiUrl()}/v1/users/${encodeURIComponent(name)}`,
    id: name,
    images: [],
    type: 'user',
    uri: `spotify:user:${encodeURIComponent(name)}`,
  });
}
