import { createHash } from 'node:crypto';

import { songIdentity } from './domain/song-identity.ts';

/**
 * Hex digits of a song id: the first 96 bits of a SHA-256, 24 characters. Among 10 billion songs a clash has odds of 1
 * in 10⁹.
 */
const songIdLength = 24;

/** The id of a song under the current identity rules, the same on every provider. */
export const songIdOf = (song: { readonly title: string; readonly artist: string; readonly isrc?: string }): string =>
  createHash('sha256').update(songIdentity(song)).digest('hex').slice(0, songIdLength);
