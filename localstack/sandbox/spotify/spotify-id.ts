import { createHash } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id in Spotify's form, 22 characters of base 62, that is always the same for the same subject. */
export function spotifyId(...subject: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(subject)).digest();
  return Array.from(digest.subarray(0, 22), (byte) => alphabet[byte % alphabet.length]).join('');
}
