import type { CrawlKey } from '../../crawling/domain/crawl.ts';

/** One provider account of one user. */
export type AccountKey = CrawlKey;

/**
 * Whether the provider takes an account's tokens: `suspect` after it refused them once, which has been a false alarm
 * before; `needs_reauth` after it did so again. Tokens are kept until their owner acts.
 */
export type TokenStatus = 'active' | 'suspect' | 'needs_reauth';

/** What is sealed: never logged, never in an error, never outside the vault and a provider call. */
export type TokenSecrets = { readonly accessToken: string; readonly refreshToken?: string };

/** What of an account's tokens is kept in the open, beside the sealed secrets. */
export type TokenFacts = {
  readonly ciphertext: Uint8Array;
  readonly scope?: string;
  /** When the access token runs out. Epoch milliseconds; absent when it never does. */
  readonly expiresAtMs?: number;
};

export type TokenRow = TokenFacts &
  AccountKey & {
    readonly status: TokenStatus;
    readonly accountName: string;
    /** Counts the writes of tokens; each is conditional on the one before. */
    readonly version: number;
    /** A worker has said that it renews the tokens until then. Epoch milliseconds. */
    readonly refreshUntilMs?: number;
  };

/** What a token becomes when the provider refuses it. */
export const statusAfterRefusal = (status: TokenStatus): TokenStatus =>
  status === 'active' ? 'suspect' : 'needs_reauth';
