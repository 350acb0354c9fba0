import { createHash } from 'node:crypto';

import type { ListedPlay, Song } from '../play.ts';

/** A listen as `GET /1/user/{name}/listens` gives it (providers.md, C.5). */
export function listenObject({ listenedAtMs, play }: ListedPlay, userName: string): Readonly<Record<string, unknown>> {
  const { song } = play;
  const recordingMsid = messyId(song);
  return {
    inserted_at: Math.floor(play.endedAtMs / 1000),
    listened_at: listenedAtMs / 1000,
    recording_msid: recordingMsid,
    user_name: userName,
    track_metadata: {
      artist_name: song.artist,
      track_name: song.title,
      ...(song.album === undefined ? {} : { release_name: song.album }),
      additional_info: {
        recording_msid: recordingMsid,
        submission_client: 'provider sandbox',
        ...(song.isrc === undefined ? {} : { isrc: song.isrc }),
        ...(song.durationMs === undefined ? {} : { duration_ms: song.durationMs }),
        ...(song.recordingMbid === undefined ? {} : { recording_mbid: song.recordingMbid }),
      },
    },
  };
}

/** ListenBrainz's id of what a recording was called: a UUID that is the same for the same names. */
function messyId({ title, artist, album }: Song): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([artist, title, album]))
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
