/**
 * Temporary credentials of role sessions. The token says whose they are, and the key and the secret follow from the
 * token: whoever checks a signature needs to remember nothing. Anybody could make some; they keep apart who is who on
 * one developer's machine, and nobody out.
 */
import { createHash } from 'node:crypto';

import { readRoleArn, roleSession } from './principal.ts';
import type { RoleSession } from './principal.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Temporary keys of AWS begin with ASIA too; the rest of this prefix is ours. */
const keyPrefix = 'ASIALOCAL';
const keyLength = 20;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What a token carries: a session without what follows from it. `nonce` tells apart sessions that are alike. */
type Carried = Omit<RoleSession, 'kind' | 'arn'> & { readonly nonce?: string };

/** The same session has the same credentials; a `nonce` makes them its own. */
export function sessionCredentials(session: RoleSession, nonce?: string): Credentials {
  const { kind: _kind, arn: _arn, ...carried } = session;
  const token: Carried = nonce === undefined ? carried : { ...carried, nonce };
  const sessionToken = Buffer.from(JSON.stringify(token)).toString('base64');
  return { accessKeyId: keyOf(sessionToken), secretAccessKey: secretOf(sessionToken), sessionToken };
}

/** Whether a key is one of ours. All others are the operator's. */
export function isSessionKey(accessKeyId: string): boolean {
  return accessKeyId.startsWith(keyPrefix) && accessKeyId.length === keyLength;
}

/** The session behind a key and its token; undefined when they do not belong together. */
export function readSession(accessKeyId: string, sessionToken: string): RoleSession | undefined {
  if (keyOf(sessionToken) !== accessKeyId) return undefined;
  try {
    const text = Buffer.from(sessionToken, 'base64').toString('utf8');
    const { roleArn, sessionName, nonce: _nonce, ...details } = JSON.parse(text) as Carried;
    return readRoleArn(roleArn) ? roleSession(roleArn, sessionName, details) : undefined;
  } catch {
    return undefined;
  }
}

/** The secret that belongs to a token. */
export function secretOf(sessionToken: string): string {
  return digest('secret', sessionToken).toString('base64').slice(0, 40);
}

function keyOf(sessionToken: string): string {
  const letters = [...digest('access key', sessionToken)].map((byte) => alphabet[byte % alphabet.length]);
  return keyPrefix + letters.slice(0, keyLength - keyPrefix.length).join('');
}

function digest(purpose: string, sessionToken: string): Buffer {
  return createHash('sha256').update(`${purpose}\0${sessionToken}`).digest();
}
