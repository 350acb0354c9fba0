import type { Account } from '../account.ts';
import type { Grants } from './grants.ts';
import type { PlayHeads } from './play-heads.ts';

/** What the Spotify routes stand on. */
export interface SpotifySandbox {
  /** The one application that is registered. */
  readonly clientId: string;
  readonly grants: Grants;
  readonly heads: PlayHeads;
  nowMs(): number;
  accounts(): readonly Account[];
  redirectUrls(): readonly string[];
  /** Address of the API's root, without a slash at its end. */
  apiUrl(): string;
}
