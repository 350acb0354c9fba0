import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PlayHead } from './spotify/play-head.ts';

/** A code that `/authorize` gave out and nobody has redeemed yet. */
export interface AuthorizationCode {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly account: string;
  readonly scope: string;
  readonly codeChallenge: string;
  readonly expiresAtMs: number;
}

export interface AccessToken {
  readonly account: string;
  readonly scope: string;
  readonly expiresAtMs: number;
  readonly isRevoked: boolean;
}

export interface RefreshToken {
  readonly clientId: string;
  readonly account: string;
  readonly scope: string;
  /** When the person consented: refreshing does not renew it. */
  readonly authorizedAtMs: number;
  /** Used once already, or taken back. */
  readonly isRevoked: boolean;
}

/** By how many days a person's own history was moved, so that a restart moves it by as many. */
export interface Retiming {
  readonly fingerprint: string;
  readonly days: number;
}

/** Everything that the sandbox must not forget when it ends. Keys of accounts are `<provider>:<name>`. */
export interface SandboxState {
  readonly version: 1;
  /** What is generated follows from these two. */
  readonly seed: number;
  readonly anchorMs: number;
  readonly heads: Record<string, PlayHead>;
  readonly retimings: Record<string, Retiming>;
  readonly redirectUrls: string[];
  readonly codes: Record<string, AuthorizationCode>;
  readonly accessTokens: Record<string, AccessToken>;
  readonly refreshTokens: Record<string, RefreshToken>;
  /** ListenBrainz user tokens by account name; a revoked one is replaced by null. */
  readonly userTokens: Record<string, string | null>;
}

/** The state, and the one way to keep it. Whoever changes `state` calls `save` before the change is told to anybody. */
export interface StateFile {
  readonly state: SandboxState;
  save(): void;
}

/** Opens `<folder>/sandbox.json`, or begins one with this seed and anchor. Throws when the file is not one of ours. */
export function openStateFile(folder: string, beginning: { seed: number; anchorMs: number }): StateFile {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'sandbox.json');
  const state = readState(file) ?? newState(beginning);
  const save = (): void => {
    // Whoever reads the file, at whatever moment this process ends, finds the old state or the new one, whole.
    const unfinished = `${file}.new`;
    writeFileSync(unfinished, JSON.stringify(state));
    renameSync(unfinished, file);
  };
  save();
  return { state, save };
}

function newState({ seed, anchorMs }: { seed: number; anchorMs: number }): SandboxState {
  return {
    version: 1,
    seed,
    anchorMs,
    heads: {},
    retimings: {},
    redirectUrls: [],
    codes: {},
    accessTokens: {},
    refreshTokens: {},
    userTokens: {},
  };
}

function readState(file: string): SandboxState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read`, { cause });
  }
  try {
    const state = JSON.parse(text) as SandboxState;
    if (state.version !== 1) throw new Error(`version ${JSON.stringify(state.version)} is not 1`);
    return state;
  } catch (cause) {
    throw new Error(`${file} is not a state of the provider sandbox; without it, everything begins anew`, { cause });
  }
}
