import { json } from '../http.ts';
import type { Answer, SandboxRequest } from '../http.ts';
import { grantError } from './errors.ts';
import { accessTokenSeconds } from './grants.ts';
import type { SpotifySandbox } from './spotify-sandbox.ts';

/**
 * `POST /api/token` for a public client: authorization_code with PKCE, and refresh_token with rotation
 * (developer.spotify.com, "Authorization Code with PKCE Flow" and "Refreshing tokens"). Bodies of errors as Spotify's
 * clients quote them; where no quotation was found, the words are RFC 6749's.
 */
export function token(sandbox: SpotifySandbox, request: SandboxRequest): Answer {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
    return grantError('invalid_request', 'Content-Type must be application/x-www-form-urlencoded');
  }
  const form = new URLSearchParams(request.body);
  const field = (name: string): string => form.get(name) ?? '';
  if (field('client_id') !== sandbox.clientId) return grantError('invalid_client', 'Invalid client');
  const granted = grant(sandbox, field);
  if ('status' in granted) return granted;
  if (!granted.ok) return grantError(granted.refusal.error, granted.refusal.description);
  const { accessToken, refreshToken, scope } = granted.tokens;
  return json(200, {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: accessTokenSeconds,
    refresh_token: refreshToken,
    scope,
  });
}

function grant(
  { grants }: SpotifySandbox,
  field: (name: string) => string,
): ReturnType<SpotifySandbox['grants']['refresh']> | Answer {
  switch (field('grant_type')) {
    case 'authorization_code':
      if (field('code') === '') return grantError('invalid_request', 'code must be supplied');
      // RFC 7636, 4.1.
      if (!/^[A-Za-z0-9._~-]{43,128}$/.test(field('code_verifier'))) {
        return grantError('invalid_request', 'code_verifier must be 43 to 128 unreserved characters');
      }
      return grants.redeemCode({
        code: field('code'),
        clientId: field('client_id'),
        redirectUri: field('redirect_uri'),
        codeVerifier: field('code_verifier'),
      });
    case 'refresh_token':
      if (field('refresh_token') === '') return grantError('invalid_request', 'refresh_token must be supplied');
      return grants.refresh(field('refresh_token'), field('client_id'));
    default:
      return grantError('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token');
  }
}

/** The account that a token request is about, as far as its code or refresh token is known. */
export function accountOfTokenRequest({ grants }: SpotifySandbox, { body }: SandboxRequest): string | undefined {
  const form = new URLSearchParams(body);
  return grants.accountBehind(form.get('code') ?? form.get('refresh_token') ?? '');
}
