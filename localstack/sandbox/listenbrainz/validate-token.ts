import { json } from '../http.ts';
import type { Answer, SandboxRequest } from '../http.ts';
import { apiError } from './errors.ts';
import type { ListenBrainzSandbox } from './listenbrainz-sandbox.ts';

/** `GET /1/validate-token`: an invalid token is HTTP 200 with `valid: false`; 400 without any (providers.md, C.5). */
export function validateToken({ tokens }: ListenBrainzSandbox, request: SandboxRequest): Answer {
  const token = tokenOf(request);
  if (token === undefined) return apiError(400, 'You need to provide an Authorization token.');
  const userName = tokens.userOf(token);
  if (userName === undefined) return json(200, { code: 200, message: 'Token invalid.', valid: false });
  return json(200, { code: 200, message: 'Token valid.', valid: true, user_name: userName });
}

/** The token in `Authorization: Token <token>` (the word in any case) or, for older clients, in `?token=`. */
export function tokenOf({ headers, query }: SandboxRequest): string | undefined {
  return /^token (\S+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? (query.get('token') || undefined);
}
