import { createHash } from 'node:crypto';

import { lengthPrefixed } from '../listens/domain/length-prefixed.ts';
import type { SongLabel } from './domain/song-label.ts';

/**
 * Text that orders the labels of a song, the best lowest: one that names album and ISRC, then the shortest (the one
 * without `- 2011 Remaster`), then by hash, so that no two labels are equal. ASCII only, because DynamoDB compares
 * bytes and JavaScript UTF-16 units.
 */
export function labelRank(label: SongLabel): string {
  const { title, artist, album = '', isrc = '' } = label;
  const missing = Number(album === '') + Number(isrc === '');
  const length = String(title.length + artist.length + album.length).padStart(4, '0');
  const hash = createHash('sha256')
    .update(lengthPrefixed(title, artist, album, isrc))
    .digest('hex')
    .slice(0, 32);
  return `${missing}-${length}-${hash}`;
}
