/** One listener's Top-K as a table for a terminal. */
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

function fit(text: string, width: number): string {
  return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
}
