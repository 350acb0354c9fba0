import type { Play, PlayKind, Song } from '../play.ts';
import type { PlacedRow, Row } from './parse-rows.ts';
import { textOf } from './parse-rows.ts';
import { quoted, UnreadableHistory } from './unreadable-history.ts';

/** What became of an export's rows: `rows` is the sum of the others. */
export interface ReadReport {
  readonly rows: number;
  readonly plays: number;
  /** The same row once more: exports overlap, and some repeat themselves. */
  readonly duplicates: number;
  /** Rows that name nothing that was played. */
  readonly unnamed: number;
}

export interface ReadHistory {
  readonly plays: readonly Play[];
  readonly report: ReadReport;
}

/** Whether a row is of Spotify's extended streaming history. */
export function isSpotifyExtended(row: Row): boolean {
  return 'ts' in row && 'ms_played' in row && 'master_metadata_track_name' in row;
}

/**
 * Reads rows of Spotify's extended streaming history (fields: providers.md, C.1). `ts` is the END of the play in whole
 * seconds. The file gives no duration, so a song's longest play stands for it, and no ISRC.
 * Throws `UnreadableHistory` for a row whose time or length is none.
 */
export function readSpotifyExtended(rows: readonly PlacedRow[]): ReadHistory {
  const seen = new Set<string>();
  const plays: Play[] = [];
  let unnamed = 0;
  for (const { place, row } of rows) {
    const play = readPlay(place, row);
    const key = JSON.stringify([row['ts'], row['ms_played'], row['spotify_track_uri'], play?.song.title]);
    if (play === undefined) unnamed += 1;
    else if (!seen.has(key)) {
      seen.add(key);
      plays.push(play);
    }
  }
  const report = { rows: rows.length, plays: plays.length, duplicates: rows.length - plays.length - unnamed, unnamed };
  return { plays: apart(withDurations(plays)), report };
}

function readPlay(place: string, row: Row): Play | undefined {
  const endedAtMs = Date.parse(textOf(row['ts']) ?? '');
  if (Number.isNaN(endedAtMs)) throw new UnreadableHistory(place, `ts is not a time, but ${quoted(row['ts'])}`);
  const playedMs = row['ms_played'];
  if (typeof playedMs !== 'number' || !(playedMs >= 0)) {
    throw new UnreadableHistory(place, `ms_played is not a length in milliseconds, but ${quoted(playedMs)}`);
  }
  const named = readSong(row);
  if (!named) return undefined;
  const startedAtMs = endedAtMs - playedMs;
  return { ...named, startedAtMs, endedAtMs, playedMs, isIncognito: row['incognito_mode'] === true };
}

function readSong(row: Row): { kind: PlayKind; song: Song } | undefined {
  const title = textOf(row['master_metadata_track_name']);
  const artist = textOf(row['master_metadata_album_artist_name']);
  if (title !== undefined && artist !== undefined) {
    const album = textOf(row['master_metadata_album_album_name']);
    const spotifyUri = textOf(row['spotify_track_uri']);
    return {
      kind: 'song',
      song: {
        title,
        artist,
        ...(album === undefined ? {} : { album }),
        ...(spotifyUri === undefined ? {} : { spotifyUri }),
      },
    };
  }
  const episode = textOf(row['episode_name']);
  if (episode !== undefined) {
    return { kind: 'episode', song: { title: episode, artist: textOf(row['episode_show_name']) ?? episode } };
  }
  const chapter = textOf(row['audiobook_chapter_title']);
  if (chapter === undefined) return undefined;
  return { kind: 'audiobook', song: { title: chapter, artist: textOf(row['audiobook_title']) ?? chapter } };
}

function withDurations(plays: readonly Play[]): Play[] {
  const longestMs = new Map<string, number>();
  const keyOf = ({ song }: Play): string => song.spotifyUri ?? JSON.stringify([song.artist, song.title]);
  for (const play of plays) {
    longestMs.set(keyOf(play), Math.max(longestMs.get(keyOf(play)) ?? 0, play.playedMs ?? 0));
  }
  return plays.map((play) => ({ ...play, song: { ...play.song, durationMs: longestMs.get(keyOf(play)) ?? 0 } }));
}

/**
 * Sets plays that ended in the same second one millisecond apart. At Spotify `played_at` has milliseconds and is the
 * cursor: two plays with one instant would be one page's end and the other's loss.
 */
function apart(plays: readonly Play[]): Play[] {
  let lastMs = -Infinity;
  return plays
    .toSorted((a, b) => a.endedAtMs - b.endedAtMs)
    .map((play) => {
      lastMs = Math.max(lastMs + 1, play.endedAtMs);
      return { ...play, endedAtMs: lastMs };
    });
}
