/** One listener's Top-K as a table for a terminal. */
import stringWidth from 'string-width';

import type { Answer, Song } from './read-answers.ts';

const titleWidth = 34;
const artistWidth = 26;

export function answerTable({ displayName, url, topk, played, isExact }: Answer): string {
  const { listens, distinct_songs, window, songs } = topk;
  const exactness = isExact ? 'exact' : `NOT exact: the histories have ${played}`;
  return [
    `${displayName}: ${listens} plays of ${distinct_songs} songs in ${window.days} days, ${window.zone} (${exactness})`,
    `  ${url}`,
    ...songs.map(row),
  ].join('\n');
}

function row({ rank, count, title, artist, providers }: Song): string {
  const cells = [fit(title ?? '(title unknown)', titleWidth), fit(artist ?? '', artistWidth), providers.join(' + ')];
  return `  ${String(rank).padStart(3)}  ${String(count).padStart(4)} ×  ${cells.join('  ')}`;
}

/** `text` in exactly `width` columns of a terminal: Japanese and Chinese characters take two. */
function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text + ' '.repeat(width - stringWidth(text));
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(cut + segment) > width - 1) break;
    cut += segment;
  }
  return `${cut}…`.padEnd(cut.length + width - stringWidth(cut));
}
