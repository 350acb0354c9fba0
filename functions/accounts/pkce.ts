import { createHash } from 'node:crypto';

/** 64 bytes make a verifier of 86 characters; RFC 7636 asks for 43 to 128. */
const verifierByteCount = 64;
/** 32 bytes make a state of 43 characters that nobody can guess. */
const stateByteCount = 32;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

type RandomBytes = (count: number) => Uint8Array;

/** A fresh state: the capability that finishes one authorization. */
export const newState = (randomBytes: RandomBytes): string => base64url(randomBytes(stateByteCount));

/** A fresh code verifier: https://www.rfc-editor.org/rfc/rfc7636#section-4.1 */
export const newCodeVerifier = (randomBytes: RandomBytes): string => base64url(randomBytes(verifierByteCount));

/** The S256 challenge of a verifier: https://www.rfc-editor.org/rfc/rfc7636#section-4.2 */
export const codeChallengeOf = (codeVerifier: string): string =>
  createHash('sha256').update(codeVerifier, 'ascii').digest('base64url');
