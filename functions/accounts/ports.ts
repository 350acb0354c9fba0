import type { Providers } from '../crawling/providers/provider.ts';
import type { Log } from '../shared/log.ts';
import type { AccountKey, TokenFacts, TokenRow, TokenSecrets, TokenStatus } from './domain/account.ts';

/** Seals secrets so that only the same account opens them: user and provider are part of the lock. */
export type TokenVault = {
  seal(key: AccountKey, secrets: TokenSecrets): Promise<Uint8Array>;
  open(key: AccountKey, ciphertext: Uint8Array): Promise<TokenSecrets>;
};

/** The tokens of accounts. Writes answer whether their condition held: the row still has the version that was seen. */
export type TokenTable = {
  /** The row as it is now. */
  read(key: AccountKey): Promise<TokenRow | undefined>;
  /** Writes the tokens of a new authorization over whatever is there; gives the account name that was there before. */
  replace(
    key: AccountKey,
    tokens: TokenFacts & { readonly accountName: string; readonly authorisedAt: string },
  ): Promise<string | undefined>;
  /** Says that the tokens are being renewed, until then at most, if nobody else says so now. Makes the version one higher. */
  beginRefresh(key: AccountKey, version: number, nowMs: number, refreshUntilMs: number): Promise<boolean>;
  /** Writes renewed tokens and ends the renewal. Makes the version one higher. */
  storeRefreshed(key: AccountKey, version: number, tokens: TokenFacts): Promise<boolean>;
  /** Writes what the provider thinks of the tokens. Leaves the version, and the renewal of whoever is at it. */
  setStatus(key: AccountKey, version: number, status: TokenStatus): Promise<boolean>;
};

export type AccessPorts = {
  readonly nowMs: () => number;
  readonly log: Log;
  readonly tokens: TokenTable;
  readonly vault: TokenVault;
};

/** An authorization that has begun. */
export type PendingAuthorisation = AccountKey & {
  readonly codeVerifier: string;
  readonly zone: string;
  readonly expiresAtSeconds: number;
};

export type StateTable = {
  put(state: string, pending: PendingAuthorisation): Promise<void>;
  /** Removes the state and gives what it stood for: to one caller only, ever. */
  take(state: string): Promise<PendingAuthorisation | undefined>;
};

export type UserTable = {
  /** Creates the user, or moves an existing one to the zone. */
  put(userId: string, zone: string, createdAt: string): Promise<void>;
};

export type ArmedSchedule = {
  /**
   * Makes the account due at `dueAtMs`, whatever its row was. A row that exists keeps its cursor unless
   * `isOtherAccount`; a new one begins at `cursorMs`.
   */
  arm(key: AccountKey, arming: { dueAtMs: number; cursorMs: number; isOtherAccount: boolean }): Promise<void>;
};

export type AccountPorts = Omit<AccessPorts, 'tokens'> & {
  readonly tokens: Pick<TokenTable, 'replace'>;
  readonly users: UserTable;
  readonly states: StateTable;
  readonly schedule: ArmedSchedule;
  readonly providers: Providers;
  /** So many bytes that nobody can guess. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** Where providers send browsers back to. */
  readonly redirectUrl: string;
};
