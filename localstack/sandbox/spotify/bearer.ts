import type { Account } from '../account.ts';
import type { Answer, SandboxRequest } from '../http.ts';
import { permissionsMissing, unauthorized } from './errors.ts';
import type { SpotifySandbox } from './spotify-sandbox.ts';

type Authenticated = { readonly ok: true; readonly account: Account } | { readonly ok: false; readonly answer: Answer };

/** Who a request's bearer token stands for, or the 401 that it gets. */
export function authenticate(sandbox: SpotifySandbox, request: SandboxRequest, scope?: string): Authenticated {
  const token = bearerToken(request);
  if (token === undefined) return { ok: false, answer: unauthorized('No token provided') };
  const known = sandbox.grants.accessToken(token);
  const account = sandbox.accounts().find(({ name }) => name === known?.account);
  if (!known || !account || known.isRevoked) return { ok: false, answer: unauthorized('Invalid access token') };
  if (known.expiresAtMs <= sandbox.nowMs()) return { ok: false, answer: unauthorized('The access token expired') };
  if (scope !== undefined && !known.scope.split(' ').includes(scope))
    return { ok: false, answer: permissionsMissing() };
  return { ok: true, account };
}

/** The account behind a request's token, even one that is no longer good. */
export function accountOfBearer({ grants }: SpotifySandbox, request: SandboxRequest): string | undefined {
  return grants.accessToken(bearerToken(request) ?? '')?.account;
}

function bearerToken({ headers }: SandboxRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
}
