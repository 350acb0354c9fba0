import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { normaliseArtist, normaliseTitle } from '../../../functions/listens/domain/song-identity.ts';
import { songIdOf } from '../../../functions/listens/song-id.ts';

describe('titles of one song', () => {
  test.each([
    ['Harbour Lights', 'HARBOUR LIGHTS'],
    ['Harbour Lights', 'Harbour Lights (feat. Ona Vell)'],
    ['Harbour Lights', 'Harbour Lights [ft. Ona Vell]'],
    ['Harbour Lights', 'Harbour Lights feat. Ona Vell'],
    ['Harbour Lights', 'Harbour Lights - 2011 Remaster'],
    ['Harbour Lights', 'Harbour Lights - Remastered 2009'],
    ['Harbour Lights', 'Harbour Lights (2015 Remastered Version)'],
    ['Harbour Lights', 'Harbour Lights (feat. Ona Vell) - Remastered'],
    ["Don't Wait", 'Don’t Wait'],
    ["Don't Wait", 'Dont Wait'],
    ['Up-Side, Down!', 'Up Side Down'],
    ['Salt & Iron', 'Salt and Iron'],
    ['Ｆｕｌｌ Width', 'Full Width'],
    ['Straße', 'STRASSE'],
    ['Café', 'Cafe\u0301'],
  ])('%s is %s', (left, right) => {
    expect(normaliseTitle(left)).toBe(normaliseTitle(right));
  });
});

describe('titles of different songs', () => {
  test.each([
    ['Harbour Lights', 'Harbour Lights (Live)'],
    ['Harbour Lights', 'Harbour Lights - Acoustic'],
    ['Harbour Lights', 'Harbour Lights (Night Remix)'],
    ['Prelude in C# minor', 'Prelude in C minor'],
    ['Ft', 'Feat'],
    ['!!!', '???'],
    ['÷', '×'],
    ['Remaster', 'Harbour'],
    ['1', '2'],
  ])('%s is not %s', (left, right) => {
    expect(normaliseTitle(left)).not.toBe(normaliseTitle(right));
  });
});

test('an artist is the same with and without guests', () => {
  expect(normaliseArtist('The Tidewaters feat. Ona Vell')).toBe(normaliseArtist('the tidewaters'));
  expect(normaliseArtist('Featherweight')).not.toBe(normaliseArtist('F'));
});

test('a text that is something never normalises to nothing', () => {
  const property = fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
    fc.pre(text.trim() !== '');
    const title = normaliseTitle(text);
    expect(title).not.toBe('');
    expect(normaliseArtist(text)).not.toBe('');
  });
  fc.assert(property);
});

describe('a song id', () => {
  const song = { title: 'Harbour Lights', artist: 'The Tidewaters' };

  test('is 24 lower-case hex digits', () => {
    expect(songIdOf(song)).toMatch(/^[0-9a-f]{24}$/);
  });

  test('is the ISRC’s when there is one, whatever the song is called', () => {
    const isrc = 'DEA442600017';
    expect(songIdOf({ ...song, isrc })).toBe(songIdOf({ title: 'Hafenlichter', artist: 'Tidewaters', isrc }));
    expect(songIdOf({ ...song, isrc })).not.toBe(songIdOf({ ...song, isrc: 'DEA442600018' }));
  });

  test('is the artist’s and title’s otherwise, in that order', () => {
    expect(songIdOf(song)).toBe(songIdOf({ title: 'harbour lights', artist: 'THE TIDEWATERS' }));
    expect(songIdOf(song)).not.toBe(songIdOf({ title: song.artist, artist: song.title }));
  });
});
