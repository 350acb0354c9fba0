import type { Account } from '../account.ts';
import type { RateLimit } from './rate-limit.ts';
import type { UserTokens } from './user-tokens.ts';

/** What the ListenBrainz routes stand on. */
export interface ListenBrainzSandbox {
  readonly tokens: UserTokens;
  readonly rateLimit: RateLimit;
  nowMs(): number;
  accounts(): readonly Account[];
}

/** ListenBrainz takes its users' names from MusicBrainz, where case does not matter. */
export function findUser({ accounts }: ListenBrainzSandbox, name: string): Account | undefined {
  return accounts().find((account) => account.name.toLowerCase() === name.toLowerCase());
}
