import { firstCrawlMs } from '../crawling/domain/crawl.ts';
import type { Grant } from '../crawling/providers/provider.ts';
import { factsOf } from './account-access.ts';
import type { AccountKey } from './domain/account.ts';
import type { AccountPorts } from './ports.ts';

/** What a caller is told of a connected account. */
export type Connected = { readonly user_id: string; readonly provider: string; readonly status: 'active' };

/**
 * Connects an account whose grant the provider has just given: user, tokens, schedule, in this order, so that a row that
 * is due always finds its tokens. The account is due at once; its first crawl looks 30 days back. Doing it again is harmless.
 */
export async function connectAccount(
  { users, tokens, vault, schedule, nowMs, log }: AccountPorts,
  account: AccountKey & { readonly zone: string; readonly accountName: string },
  grant: Grant,
): Promise<Connected> {
  const { userId, provider, zone, accountName } = account;
  const key = { userId, provider };
  const atMs = nowMs();
  const { accessToken, refreshToken } = grant;
  await users.put(userId, zone, new Date(atMs).toISOString());
  const earlierName = await tokens.replace(key, {
    ciphertext: await vault.seal(key, refreshToken === undefined ? { accessToken } : { accessToken, refreshToken }),
    ...factsOf(grant, atMs),
    accountName,
    authorisedAt: new Date(atMs).toISOString(),
  });
  // What was read of one account says nothing about how far another one has been read.
  const isOtherAccount = earlierName !== undefined && earlierName !== accountName;
  await schedule.arm(key, { dueAtMs: atMs, cursorMs: atMs - firstCrawlMs, isOtherAccount });
  log('info', 'account-connected', { ...key, isFirst: earlierName === undefined, isOtherAccount });
  return { user_id: userId, provider, status: 'active' };
}
