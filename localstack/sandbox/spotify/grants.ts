import { createHash, randomBytes } from 'node:crypto';

import type { AccessToken, AuthorizationCode, RefreshToken, StateFile } from '../state-file.ts';

/** `expires_in` of every access token (developer.spotify.com, "Authorization Code with PKCE Flow"). */
export const accessTokenSeconds = 3600;

/** A code may be redeemed for ten minutes; RFC 6749, 4.1.2 names that as the longest. */
const codeMs = 10 * 60_000;

/** Refresh tokens end six months after consent and refreshing does not extend them (Spotify's blog of 2026-06-18). */
const consentMonths = 6;

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scope: string;
}

/** Why a grant is refused, in the accounts service's words. */
export interface GrantRefusal {
  readonly error: 'invalid_grant' | 'invalid_client';
  readonly description: string;
}

type Redeemed =
  | { readonly ok: true; readonly tokens: IssuedTokens }
  | { readonly ok: false; readonly refusal: GrantRefusal };

/** Every code and token of the Spotify sandbox. Each change is on disk before it is told. */
export class Grants {
  readonly #file: StateFile;
  readonly #nowMs: () => number;

  constructor(file: StateFile, nowMs: () => number) {
    this.#file = file;
    this.#nowMs = nowMs;
  }

  /** A new code for a consent that has just been given. */
  issueCode(consent: Omit<AuthorizationCode, 'expiresAtMs'>): string {
    const code = randomBytes(48).toString('base64url');
    this.#file.state.codes[code] = { ...consent, expiresAtMs: this.#nowMs() + codeMs };
    this.#file.save();
    return code;
  }

  /** Redeems a code once; a wrong verifier uses it up too, so that it cannot be guessed at. */
  redeemCode(request: { code: string; clientId: string; redirectUri: string; codeVerifier: string }): Redeemed {
    const { codes } = this.#file.state;
    const code = codes[request.code];
    delete codes[request.code];
    this.#file.save();
    if (!code || code.expiresAtMs <= this.#nowMs()) return refuse('invalid_grant', 'Invalid authorization code');
    if (code.clientId !== request.clientId) return refuse('invalid_client', 'Invalid client');
    if (code.redirectUri !== request.redirectUri) return refuse('invalid_grant', 'Invalid redirect URI');
    const challenge = createHash('sha256').update(request.codeVerifier).digest('base64url');
    if (challenge !== code.codeChallenge) return refuse('invalid_grant', 'code_verifier was incorrect');
    const { account, scope, clientId } = code;
    return { ok: true, tokens: this.#issueTokens({ account, scope, clientId, authorizedAtMs: this.#nowMs() }) };
  }

  /** Exchanges a refresh token for a new pair. The old refresh token is void at once: PKCE refresh tokens rotate. */
  refresh(refreshToken: string, clientId: string): Redeemed {
    const known = this.#file.state.refreshTokens[refreshToken];
    if (!known) return refuse('invalid_grant', 'Invalid refresh token');
    if (known.clientId !== clientId) return refuse('invalid_client', 'Invalid client');
    if (known.isRevoked) return refuse('invalid_grant', 'Refresh token revoked');
    if (consentEndMs(known) <= this.#nowMs()) return refuse('invalid_grant', 'Refresh token expired');
    this.#file.state.refreshTokens[refreshToken] = { ...known, isRevoked: true };
    return { ok: true, tokens: this.#issueTokens(known) };
  }

  accessToken(token: string): AccessToken | undefined {
    return this.#file.state.accessTokens[token];
  }

  /** The account of a code or refresh token, dead or alive. */
  accountBehind(codeOrRefreshToken: string): string | undefined {
    const { codes, refreshTokens } = this.#file.state;
    return (codes[codeOrRefreshToken] ?? refreshTokens[codeOrRefreshToken])?.account;
  }

  /** The person takes the consent back: every token of the account is void. */
  revoke(account: string): void {
    this.#change(account, (token) => ({ ...token, isRevoked: true }));
    const { refreshTokens } = this.#file.state;
    for (const [token, known] of Object.entries(refreshTokens)) {
      if (known.account === account) refreshTokens[token] = { ...known, isRevoked: true };
    }
    this.#file.save();
  }

  /** Ends the account's access tokens now; its refresh token still works. */
  expire(account: string): void {
    this.#change(account, (token) => ({ ...token, expiresAtMs: Math.min(token.expiresAtMs, this.#nowMs()) }));
    this.#file.save();
  }

  #change(account: string, change: (token: AccessToken) => AccessToken): void {
    const { accessTokens } = this.#file.state;
    for (const [token, known] of Object.entries(accessTokens)) {
      if (known.account === account) accessTokens[token] = change(known);
    }
  }

  #issueTokens(grant: Omit<RefreshToken, 'isRevoked'>): IssuedTokens {
    const { state } = this.#file;
    const accessToken = randomBytes(64).toString('base64url');
    const refreshToken = randomBytes(64).toString('base64url');
    this.#forgetLongExpired();
    state.accessTokens[accessToken] = {
      account: grant.account,
      scope: grant.scope,
      expiresAtMs: this.#nowMs() + accessTokenSeconds * 1000,
      isRevoked: false,
    };
    const { clientId, account, scope, authorizedAtMs } = grant;
    state.refreshTokens[refreshToken] = { clientId, account, scope, authorizedAtMs, isRevoked: false };
    this.#file.save();
    return { accessToken, refreshToken, scope };
  }

  /** An access token is remembered for a day after its end, to answer "expired" and not "invalid"; then it may go. */
  #forgetLongExpired(): void {
    const { accessTokens, codes, refreshTokens } = this.#file.state;
    const dayAgoMs = this.#nowMs() - 24 * 3_600_000;
    for (const [token, { expiresAtMs }] of Object.entries(accessTokens)) {
      if (expiresAtMs < dayAgoMs) delete accessTokens[token];
    }
    for (const [code, { expiresAtMs }] of Object.entries(codes)) {
      if (expiresAtMs < dayAgoMs) delete codes[code];
    }
    for (const [token, known] of Object.entries(refreshTokens)) {
      if (consentEndMs(known) < dayAgoMs) delete refreshTokens[token];
    }
  }
}

function refuse(error: GrantRefusal['error'], description: string): Redeemed {
  return { ok: false, refusal: { error, description } };
}

function consentEndMs({ authorizedAtMs }: RefreshToken): number {
  const end = new Date(authorizedAtMs);
  end.setUTCMonth(end.getUTCMonth() + consentMonths);
  return end.getTime();
}
