import type { Account } from '../account.ts';
import { redirect } from '../http.ts';
import type { Answer, SandboxRequest } from '../http.ts';
import { consentPage, refusalPage } from './consent-page.ts';
import type { SpotifySandbox } from './spotify-sandbox.ts';

/**
 * `GET /authorize` (developer.spotify.com, "Authorization Code with PKCE Flow"). A person gets a page to choose an account;
 * `login_hint=<account>` or `auto_approve=1` (the first account) consent without one, for demonstrations and tests.
 * A wrong client or redirect address is told to the person, anything else to the application, through the redirect.
 * Stricter than Spotify, where state and PKCE are advice: without them our own client would be wrong.
 */
export function authorize(sandbox: SpotifySandbox, { query }: SandboxRequest): Answer {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== sandbox.clientId) {
    return refusalPage(`INVALID_CLIENT: Invalid client: ${query.get('client_id') ?? 'none given'}`);
  }
  if (!sandbox.redirectUrls().includes(redirectUri)) {
    return refusalPage(`INVALID_CLIENT: Invalid redirect URI: ${redirectUri || 'none given'}`);
  }
  const state = query.get('state') ?? '';
  const problem = problemWith(query);
  if (problem) return sendBack(redirectUri, { ...problem, state });
  if (query.get('decision') === 'deny') return sendBack(redirectUri, { error: 'access_denied', state });

  const accounts = sandbox.accounts();
  const chosen = chosenAccount(query, accounts);
  if (chosen === 'nobody') return consentPage(query, accounts);
  if (chosen === 'unknown') return refusalPage(unknownAccount(query.get('login_hint') ?? '', accounts));
  const code = sandbox.grants.issueCode({
    clientId: sandbox.clientId,
    redirectUri,
    account: chosen.name,
    scope: query.get('scope') ?? '',
    codeChallenge: query.get('code_challenge') ?? '',
  });
  return sendBack(redirectUri, { code, state });
}

function problemWith(query: URLSearchParams): { error: string; error_description: string } | undefined {
  if (query.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', error_description: 'response_type must be code' };
  }
  if (!query.get('state')) return { error: 'invalid_request', error_description: 'state is missing' };
  if (query.get('code_challenge_method') !== 'S256') {
    return { error: 'invalid_request', error_description: 'code_challenge_method must be S256' };
  }
  // The base64url of a SHA-256 has 43 characters.
  if (!/^[\w-]{43}$/.test(query.get('code_challenge') ?? '')) {
    return { error: 'invalid_request', error_description: 'code_challenge must be the base64url of a SHA-256' };
  }
  return undefined;
}

function chosenAccount(query: URLSearchParams, accounts: readonly Account[]): Account | 'nobody' | 'unknown' {
  const hint = query.get('login_hint');
  if (hint !== null) return accounts.find(({ name }) => name === hint) ?? 'unknown';
  return query.get('auto_approve') === '1' ? (accounts[0] ?? 'unknown') : 'nobody';
}

function unknownAccount(hint: string, accounts: readonly Account[]): string {
  return `There is no account ${JSON.stringify(hint)}. There are: ${accounts.map(({ name }) => name).join(', ') || 'none'}.`;
}

function sendBack(redirectUri: string, answer: Readonly<Record<string, string>>): Answer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) {
    if (value !== '') url.searchParams.set(name, value);
  }
  return redirect(url.href);
}
