import type { Access, AccessAnswer, AccountAccess, NoAccess } from '../crawling/ports.ts';
import type { Grant, ProviderModule } from '../crawling/providers/provider.ts';
import { statusAfterRefusal } from './domain/account.ts';
import type { AccountKey, TokenRow, TokenSecrets } from './domain/account.ts';
import type { AccessPorts } from './ports.ts';

/** A token about to run out is renewed first: clocks differ, and a page takes its time. */
const expiryMarginMs = 60_000;
/** Longer than a provider call and the write after it may take; a renewal that was cut short blocks others no longer. */
export const refreshLeaseMs = 30_000;

/**
 * Gives crawl jobs access to accounts, renewing tokens when they have run out.
 *
 * Renewal begins with a conditional write, so that of two workers only one uses a refresh token that may be good only
 * once; the other throws, and its message comes back. New tokens are stored before the access token leaves this room:
 * a crash after the provider has rotated them must not lose them.
 */
export function accountAccess(ports: AccessPorts): AccountAccess {
  const { tokens, vault, nowMs, log } = ports;

  const isExpired = ({ expiresAtMs }: TokenRow) => expiresAtMs !== undefined && expiresAtMs <= nowMs() + expiryMarginMs;

  return {
    async open(key, module) {
      const row = await tokens.read(key);
      if (!row || row.status === 'needs_reauth') return withoutTokens(row);
      const secrets = await vault.open(key, row.ciphertext);
      return isExpired(row) ? renewTokens(ports, module, row, secrets) : granted(row, secrets.accessToken);
    },

    async renew(key, module, refused) {
      const row = await tokens.read(key);
      if (!row || row.status === 'needs_reauth') return withoutTokens(row);
      const secrets = await vault.open(key, row.ciphertext);
      // Somebody else renewed them since, or the user has authorised again.
      if (secrets.accessToken !== refused.accessToken && !isExpired(row)) return granted(row, secrets.accessToken);
      return renewTokens(ports, module, row, secrets);
    },

    async distrust(key) {
      const row = await tokens.read(key);
      return row ? refuseTokens(ports, row) : withoutTokens(row);
    },

    async trust(key) {
      const row = await tokens.read(key);
      if (row?.status !== 'suspect') return;
      // When the tokens have changed meanwhile, the suspicion was not about the new ones, and nothing is left to do.
      if (await tokens.setStatus(key, row.version, 'active'))
        log('info', 'token-status-changed', { ...key, status: 'active' });
    },
  };
}

const granted = ({ accountName, status }: TokenRow, accessToken: string): { type: 'Granted'; access: Access } => ({
  type: 'Granted',
  access: { accountName, accessToken, isSuspect: status === 'suspect' },
});

const withoutTokens = (row: TokenRow | undefined): NoAccess => ({
  type: row ? 'NeedsReauthorisation' : 'Disconnected',
});

/** Renews tokens that have run out or were refused; throws when another worker is doing so, or has just done so. */
async function renewTokens(
  ports: AccessPorts,
  module: ProviderModule,
  row: TokenRow,
  secrets: TokenSecrets,
): Promise<AccessAnswer> {
  const { tokens, vault, nowMs, log } = ports;
  const key: AccountKey = { userId: row.userId, provider: row.provider };
  const { authorisationCode } = module;
  // A personal token, for instance, cannot be renewed: its owner has to bring another one.
  if (!authorisationCode || secrets.refreshToken === undefined) return refuseTokens(ports, row);

  const startedAtMs = nowMs();
  const isMine = await tokens.beginRefresh(key, row.version, startedAtMs, startedAtMs + refreshLeaseMs);
  if (!isMine) throw new Error(`tokens of ${key.userId}/${key.provider} are being renewed by another worker`);

  const version = row.version + 1;
  const answer = await authorisationCode.refresh(secrets.refreshToken);
  if (!answer.ok) return answer.error.type === 'RateLimited' ? answer.error : refuseTokens(ports, { ...row, version });

  const renewed = { refreshToken: secrets.refreshToken, ...answer.value };
  const isStored = await tokens.storeRefreshed(key, version, {
    ciphertext: await vault.seal(key, { accessToken: renewed.accessToken, refreshToken: renewed.refreshToken }),
    ...factsOf(renewed, nowMs()),
  });
  // The user has authorised again meanwhile, and those tokens count.
  if (!isStored) throw new Error(`tokens of ${key.userId}/${key.provider} changed while they were being renewed`);
  log('info', 'tokens-renewed', { ...key, isRotated: answer.value.refreshToken !== undefined });
  return granted(row, renewed.accessToken);
}

/** What of a grant is kept in the open. */
export const factsOf = ({ expiresInSeconds, scope }: Grant, nowMs: number) => ({
  ...(expiresInSeconds === undefined ? {} : { expiresAtMs: nowMs + expiresInSeconds * 1000 }),
  ...(scope === undefined ? {} : { scope }),
});

/**
 * Notes that the provider refused the tokens: the first time they are suspect, the second time their owner is needed.
 * Throws when they have changed since, because then the refusal is not about them any more.
 */
async function refuseTokens({ tokens, log }: AccessPorts, row: TokenRow): Promise<NoAccess> {
  const { userId, provider, version } = row;
  const status = statusAfterRefusal(row.status);
  const isMarked = await tokens.setStatus({ userId, provider }, version, status);
  if (!isMarked) throw new Error(`tokens of ${userId}/${provider} changed before they were marked ${status}`);
  log('warn', 'token-status-changed', { userId, provider, status });
  return { type: status === 'suspect' ? 'Suspect' : 'NeedsReauthorisation' };
}
