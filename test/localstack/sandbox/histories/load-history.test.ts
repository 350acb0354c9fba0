import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';

import { loadHistory } from '../../../../localstack/sandbox/histories/load-history.ts';
import { listedBySpotify } from '../../../../localstack/sandbox/spotify/listed.ts';

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'histories');
const spotifyFolder = join(fixtures, 'spotify-extended');
const listenBrainzFolder = join(fixtures, 'listenbrainz-export');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'histories-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function zipOf(source: string, prefix = ''): string {
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /\.jsonl?$/.test(name));
  const entries = names.map((name) => [`${prefix}${name}`, new Uint8Array(readFileSync(join(source, name)))] as const);
  const path = join(folder, `${entries.length}-${prefix.length}.zip`);
  writeFileSync(path, zipSync({ ...Object.fromEntries(entries), 'ReadMeFirst.pdf': new Uint8Array(3) }));
  return path;
}

function fileWith(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a Spotify extended history', () => {
  test('is read from a folder with every row accounted for', () => {
    const { provider, plays, report } = loadHistory(spotifyFolder);

    expect(provider).toBe('spotify');
    expect(report).toEqual({ rows: 13, plays: 11, duplicates: 1, unnamed: 1 });
    expect(plays.map(({ kind }) => kind).filter((kind) => kind !== 'song')).toEqual(['episode', 'audiobook']);
    expect(listedBySpotify(plays)).toHaveLength(7);
  });

  test('is the same from a folder, from its files and from a zip', () => {
    const [first = '', second = ''] = readdirSync(spotifyFolder)
      .toSorted()
      .map((name) => join(spotifyFolder, name));
    const fromFolder = loadHistory(spotifyFolder);

    expect(loadHistory(first, second)).toEqual(fromFolder);
    expect(loadHistory(zipOf(spotifyFolder, 'Spotify Extended Streaming History/'))).toEqual(fromFolder);
  });

  test('keeps times and names, and lets a song’s longest play stand for its duration', () => {
    const [first] = loadHistory(spotifyFolder).plays;

    expect(first).toEqual({
      kind: 'song',
      song: {
        title: 'Halfmoonery Waltz',
        artist: 'Torvash Ossifer',
        album: 'Small Hours',
        spotifyUri: 'spotify:track:0aHalfmooneryWaltz0001',
        durationMs: 214_000,
      },
      startedAtMs: Date.parse('2025-06-01T07:26:26Z'),
      endedAtMs: Date.parse('2025-06-01T07:30:00Z'),
      playedMs: 214_000,
      isIncognito: false,
    });
  });

  test('sets plays that end in the same second apart, so that a cursor can tell them', () => {
    const instants = loadHistory(spotifyFolder).plays.map(({ endedAtMs }) => endedAtMs);

    expect(new Set(instants).size).toBe(instants.length);
    expect(instants).toContain(Date.parse('2025-06-02T06:30:00.000Z'));
    expect(instants).toContain(Date.parse('2025-06-02T06:30:00.001Z'));
  });
});

describe('a ListenBrainz export', () => {
  test('is read from its zip, with the account’s name', () => {
    const { provider, accountName, plays, report } = loadHistory(zipOf(listenBrainzFolder));

    expect([provider, accountName]).toEqual(['listenbrainz', 'lumen']);
    expect(report).toEqual({ rows: 5, plays: 4, duplicates: 1, unnamed: 0 });
    expect(plays.map(({ startedAtMs }) => startedAtMs / 1000)).toEqual([
      1750000000, 1750000220, 1750000220, 1751500000,
    ]);
    expect(plays[0]?.song).toEqual({
      title: 'Halfmoonery Waltz',
      artist: 'Torvash Ossifer',
      album: 'Small Hours',
      isrc: 'XHHRT2400001',
      durationMs: 214_000,
    });
    expect(plays[1]?.song).toMatchObject({
      durationMs: 198_000,
      recordingMbid: '6f9b2c1e-0000-4000-8000-000000000002',
    });
  });

  test('is read from one file of lines', () => {
    const { plays } = loadHistory(join(listenBrainzFolder, 'listens', '2025', '6.jsonl'));

    expect(plays).toHaveLength(3);
  });

  test('is read from one JSON list', () => {
    const list = [{ listened_at: 1750000000, track_metadata: { artist_name: 'A', track_name: 'T' } }];

    expect(loadHistory(fileWith('list.json', JSON.stringify(list))).plays).toHaveLength(1);
  });
});

const listen = { listened_at: 1750000000, track_metadata: { artist_name: 'A', track_name: 'T' } };
const play = { ts: '2025-06-01T07:30:00Z', ms_played: 1, master_metadata_track_name: 'T' };

describe('a history that cannot be used is refused with the file and the value', () => {
  test.each([
    ['missing.json', undefined, /missing\.json: there is no such file/],
    ['empty.json', '', /empty\.json: is empty/],
    ['nothing.json', '[]', /nothing\.json: holds no play/],
    ['page.json', '<html>', /page\.json: is not JSON: it begins with "<html>"/],
    ['object.json', '{"a":1}', /object\.json: is not a list of plays, but \{"a":1\}/],
    ['numbers.json', '[1]', /numbers\.json: item 1 is not an object, but 1/],
    ['unknown.json', '[{"song":"x"}]', /unknown\.json, item 1: is neither .* it has \["song"\]/],
    ['account.json', '[{"endTime":"2025-06-01 07:30","msPlayed":1}]', /account\.json, item 1: is Spotify account data/],
    ['time.json', JSON.stringify([{ ...play, ts: 'soon' }]), /time\.json, item 1: ts is not a time, but "soon"/],
    ['length.json', JSON.stringify([play, { ...play, ms_played: '3' }]), /length\.json, item 2: ms_played .* but "3"/],
    ['at.json', JSON.stringify([{ ...listen, listened_at: 'x' }]), /at\.json, item 1: listened_at .* but "x"/],
    ['half.jsonl', `${JSON.stringify(listen)}\n{"listened`, /half\.jsonl: line 2 is not JSON: "\{\\"listened"/],
    ['mixed.json', JSON.stringify([play, listen]), /mixed\.json, item 2: is of listenbrainz, where spotify began/],
    ['nameless.json', JSON.stringify([{ ...listen, track_metadata: { artist_name: 'A' } }]), /track_name is no name/],
    ['torn.zip', 'PK not a zip', /torn\.zip: is not a readable zip archive/],
    ['songs.csv', 'a,b', /songs\.csv: is neither \.json, \.jsonl nor \.zip, but \.csv/],
  ])('%s', (name, content, message) => {
    const path = content === undefined ? join(folder, name) : fileWith(name, content);

    expect(() => loadHistory(path)).toThrow(message);
    expect(() => loadHistory(path)).toThrow(expect.objectContaining({ name: 'UnreadableHistory' }));
  });
});

/** Exports of real people, published by other projects; they are not part of this one, so they may not be there. */
const realExports = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data', 'koito');

if (existsSync(realExports)) {
  describe('a real export', () => {
    test('of Spotify has 39 plays, 22 of them too short to be listed', () => {
      const { plays, report } = loadHistory(join(realExports, 'Streaming_History_Audio_spotify_import_test.json'));

      expect(report).toEqual({ rows: 39, plays: 39, duplicates: 0, unnamed: 0 });
      expect(plays.filter(({ playedMs = 0 }) => playedMs < 30_000)).toHaveLength(22);
    });

    test('of ListenBrainz has 5 listens of shoko1, Desert once', () => {
      const { accountName, plays } = loadHistory(join(realExports, 'listenbrainz_shoko1_1749780844.zip'));

      expect([accountName, plays.length]).toEqual(['shoko1', 5]);
      expect(plays.filter(({ song }) => song.title === 'Desert').map(({ startedAtMs }) => startedAtMs)).toEqual([
        1_749_780_612_000,
      ]);
    });
  });
}
