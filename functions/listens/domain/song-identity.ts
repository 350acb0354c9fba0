import { lengthPrefixed } from './length-prefixed.ts';

/** The version of the rules below. New rules get a new number; a listen keeps the number it was published under. */
export const identityVersion = 1;

/** Credits of guests: `(feat. X)`, `[ft. X]`, `featuring X` at the end. A guest does not make another song. */
const guestInBrackets = /\s*[([](?:feat|ft|featuring)\b\.?[^)\]]*[)\]]/gu;
const guestAtEnd = /\s+(?:feat|ft|featuring)\b\.?\s.*$/u;

/** `- 2011 Remaster`, `(Remastered 2009)`, `[2015 Remastered Version]`: the same recording, cleaned. */
const remasterWords = String.raw`(?:\d{4}\s+)?(?:digital(?:ly)?\s+)?remaster(?:ed)?(?:\s+version)?(?:\s+\d{4})?`;
const remasterInBrackets = new RegExp(String.raw`\s*[([]${remasterWords}[)\]]`, 'gu');
const remasterAtEnd = new RegExp(String.raw`\s+[-–—]\s+${remasterWords}$`, 'u');

/** Marks that services write or leave out at will within a word. */
const apostrophes = /['’‘`´ʼ]/gu;
/** Everything else that is punctuation, but `#`: C# minor is not C minor. */
const punctuation = /(?!#)\p{P}/gu;

/**
 * Upper and then lower case folds what has no single lower case form, such as `ß`. NFKC folds full-width forms and
 * ligatures.
 */
const fold = (text: string): string => text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').trim();

/** Letters, digits and symbols only; a name made of nothing but punctuation (`!!!`) stays as it is. */
function bare(folded: string): string {
  const words = folded.replace(/&/gu, ' and ').replace(apostrophes, '').replace(punctuation, ' ');
  return words.split(/\s+/u).filter(Boolean).join(' ') || folded;
}

/** The form of an artist that the same artist has on every service. */
export function normaliseArtist(artist: string): string {
  const folded = fold(artist);
  return bare(folded.replace(guestInBrackets, '').replace(guestAtEnd, '').trim() || folded);
}

/**
 * The form of a title that the same song has on every service. Live, remix and acoustic versions stay songs of their
 * own.
 */
export function normaliseTitle(title: string): string {
  const folded = fold(title);
  const plain = folded
    .replace(guestInBrackets, '')
    .replace(remasterInBrackets, '')
    .replace(remasterAtEnd, '')
    .replace(guestAtEnd, '')
    .trim();
  return bare(plain || folded);
}

/**
 * The text that stands for a song, version 1: its ISRC when known, else its normalised artist and title.
 * Tagged, so that a title can never be taken for an ISRC; `songIdOf` hashes it.
 */
export function songIdentity(song: {
  readonly title: string;
  readonly artist: string;
  readonly isrc?: string;
}): string {
  return song.isrc === undefined
    ? lengthPrefixed('artist-title', normaliseArtist(song.artist), normaliseTitle(song.title))
    : lengthPrefixed('isrc', song.isrc);
}
