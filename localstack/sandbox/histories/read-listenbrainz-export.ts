import type { Play, Song } from '../play.ts';
import type { PlacedRow, Row } from './parse-rows.ts';
import { isRow, textOf } from './parse-rows.ts';
import type { ReadHistory } from './read-spotify-extended.ts';
import { quoted, UnreadableHistory } from './unreadable-history.ts';

/** Whether a row is a listen as ListenBrainz writes it. */
export function isListenBrainzListen(row: Row): boolean {
  return 'listened_at' in row && 'track_metadata' in row;
}

/**
 * Reads listens of a ListenBrainz export (`listens/YYYY/M.jsonl`, or one JSON list). `listened_at` is the START in whole
 * seconds; every listen in the file counted. A second listen of the same recording in the same second is a duplicate, as
 * at ListenBrainz. Throws `UnreadableHistory` for a listen without a time or a name.
 */
export function readListenBrainzExport(rows: readonly PlacedRow[]): ReadHistory {
  const seen = new Set<string>();
  const plays: Play[] = [];
  for (const { place, row } of rows) {
    const play = readListen(place, row);
    const key = JSON.stringify([play.startedAtMs, play.song.title, play.song.artist, play.song.album]);
    if (seen.has(key)) continue;
    seen.add(key);
    plays.push(play);
  }
  const report = { rows: rows.length, plays: plays.length, duplicates: rows.length - plays.length, unnamed: 0 };
  return { plays, report };
}

function readListen(place: string, row: Row): Play {
  const listenedAt = row['listened_at'];
  if (typeof listenedAt !== 'number' || !Number.isInteger(listenedAt)) {
    throw new UnreadableHistory(place, `listened_at is not a time in whole seconds, but ${quoted(listenedAt)}`);
  }
  const metadata = row['track_metadata'];
  if (!isRow(metadata)) throw new UnreadableHistory(place, `track_metadata is not an object, but ${quoted(metadata)}`);
  const atMs = listenedAt * 1000;
  return { kind: 'song', song: readSong(place, metadata), startedAtMs: atMs, endedAtMs: atMs, isIncognito: false };
}

function readSong(place: string, metadata: Row): Song {
  const title = textOf(metadata['track_name']);
  const artist = textOf(metadata['artist_name']);
  if (title === undefined)
    throw new UnreadableHistory(place, `track_name is no name: ${quoted(metadata['track_name'])}`);
  if (artist === undefined)
    throw new UnreadableHistory(place, `artist_name is no name: ${quoted(metadata['artist_name'])}`);
  const additional = isRow(metadata['additional_info']) ? metadata['additional_info'] : {};
  const album = textOf(metadata['release_name']);
  const isrc = textOf(additional['isrc']);
  const durationMs = readDurationMs(additional);
  const recordingMbid = textOf(additional['recording_mbid']);
  return {
    title,
    artist,
    ...(album === undefined ? {} : { album }),
    ...(isrc === undefined ? {} : { isrc }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(recordingMbid === undefined ? {} : { recordingMbid }),
  };
}

/** A player sends `duration_ms` or `duration` in seconds, never both (ListenBrainz, submit-listens). */
function readDurationMs(additional: Row): number | undefined {
  const { duration_ms: inMs, duration: inSeconds } = additional;
  if (typeof inMs === 'number') return inMs;
  return typeof inSeconds === 'number' ? inSeconds * 1000 : undefined;
}
