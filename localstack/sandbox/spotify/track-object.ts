import type { Song } from '../play.ts';
import { spotifyId } from './spotify-id.ts';

const openUrl = 'https://open.spotify.com';

/**
 * A song as Spotify's full track object (developer.spotify.com, "Get Track"). `external_ids.isrc` is there when it is known. A
 * local file has no ids and no links, as at Spotify.
 */
export function trackObject(song: Song): Readonly<Record<string, unknown>> {
  const isLocal = song.spotifyUri?.startsWith('spotify:local:') ?? false;
  const id = isLocal ? null : trackId(song);
  return {
    album: albumObject(song, isLocal),
    artists: [artistObject(song.artist, isLocal)],
    disc_number: isLocal ? 0 : 1,
    duration_ms: song.durationMs ?? 0,
    explicit: false,
    external_ids: song.isrc === undefined ? {} : { isrc: song.isrc },
    external_urls: id === null ? {} : { spotify: `${openUrl}/track/${id}` },
    href: id === null ? null : `https://api.spotify.com/v1/tracks/${id}`,
    id,
    is_local: isLocal,
    name: song.title,
    popularity: 0,
    preview_url: null,
    track_number: isLocal ? 0 : 1,
    type: 'track',
    uri: song.spotifyUri ?? `spotify:track:${id}`,
  };
}

/** The id in the song's own URI, else one made from its names. */
function trackId({ spotifyUri, artist, title }: Song): string {
  return /^spotify:track:(\w+)$/.exec(spotifyUri ?? '')?.[1] ?? spotifyId('track', artist, title);
}

function artistObject(name: string, isLocal: boolean): Readonly<Record<string, unknown>> {
  if (isLocal) return { external_urls: {}, href: null, id: null, name, type: 'artist', uri: null };
  const id = spotifyId('artist', name);
  return {
    external_urls: { spotify: `${openUrl}/artist/${id}` },
    href: `https://api.spotify.com/v1/artists/${id}`,
    id,
    name,
    type: 'artist',
    uri: `spotify:artist:${id}`,
  };
}

function albumObject({ album = '', artist }: Song, isLocal: boolean): Readonly<Record<string, unknown>> {
  const shared = { album_type: isLocal ? null : 'album', images: [], name: album, type: 'album' };
  if (isLocal) {
    return { ...shared, artists: [], external_urls: {}, href: null, id: null, release_date: null, uri: null };
  }
  const id = spotifyId('album', artist, album);
  return {
    ...shared,
    artists: [artistObject(artist, false)],
    external_urls: { spotify: `${openUrl}/album/${id}` },
    href: `https://api.spotify.com/v1/albums/${id}`,
    id,
    release_date: '2024-01-01',
    release_date_precision: 'day',
    total_tracks: 12,
    uri: `spotify:album:${id}`,
  };
}
