import type { Song } from '../play.ts';
import { spotifyId } from '../spotify/spotify-id.ts';
import { seededFor, wholeBetween } from './seeded-for.ts';

/** Words made up for this catalogue, so that no artist or title in it is anybody's. */
const artistFirst = [
  'Velmora',
  'Ostrik',
  'Quillane',
  'Brumesta',
  'Ångelind',
  'Torvash',
  'Melisq',
  'Zorrobé',
  'Fennimarsh',
  'Ishtavel',
  'Corvandre',
  'Hesperwick',
  'Nalunde',
  'Pridgemoor',
  'Ravessa',
  'Ükelin',
  'Wyndhollow',
  'Yaskette',
  'Dúnemar',
  'Jorrabell',
];
const artistLast = [
  'Tanqueville',
  'and the Moorlings',
  'Ossifer',
  'Brightenday',
  'Sølvander',
  'Quartettino',
  'Harrowfen',
  'Lumbrado',
  'Castellune',
  'Vintermoss',
  'Paperwheel',
  'Ombrélle',
  'Nightgarden',
  'Tessellume',
  'Fjellbrekke',
  'Underlace',
];
const titleFirst = [
  'Glimmerlong',
  'Saltwinter',
  'Carousade',
  'Thistledown',
  'Overmorrow',
  'Lanternish',
  'Halfmoonery',
  'Petrichord',
  'Evenfold',
  'Marrowlight',
  'Déjalune',
  'Kaleidohum',
  'Sundrift',
  'Wolkenspiel',
  'Ambergate',
  'Nocturnia',
  'Silverquay',
  'Featherclock',
  'Ribbonfall',
  'Emberwise',
];
const titleLast = [
  'Again',
  'for Ottilie',
  '(Part Two)',
  'in Reverse',
  'Avenue',
  'at Low Tide',
  '& Other Weather',
  'Interlude',
  'Waltz',
  'Forever, Nearly',
  'on the Late Bus',
  'No. 7',
  'Without You',
  'Machine',
  'Parade',
  '– Live at the Drumhouse',
];
const albumWords = [
  'Cartography of Rain',
  'Small Hours',
  'The Borrowed Room',
  'Nine Ferries',
  'Paper Weather',
  'Hollow Season',
  'Letters to Umbriel',
  'Northlight',
];

/** Two songs in a hundred have no ISRC at their provider: it is optional there (providers.md, C.1). */
const withoutIsrcShare = 0.02;

/**
 * `songCount` invented songs, the same for the same seed. Titles are unique within an artist; ISRCs are well formed
 * (ISO 3901) and start with `XH`, which is in the range that ISO 3166 leaves to users, so they are nobody's either.
 */
export function songCatalogue(seed: number, songCount: number): readonly Song[] {
  const random = seededFor(seed, 'catalogue');
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? '';
  const songs = new Map<string, Song>();
  while (songs.size < songCount) {
    const artist = `${pick(artistFirst)} ${pick(artistLast)}`;
    const title = `${pick(titleFirst)} ${pick(titleLast)}`;
    const album = pick(albumWords);
    const durationMs = wholeBetween(random, 125_000, 322_000);
    const year = wholeBetween(random, 0, 25);
    const hasIsrc = random() >= withoutIsrcShare;
    const key = `${artist}\n${title}`;
    if (songs.has(key)) continue;
    const isrc = `XHHRT${pad(year, 2)}${pad(songs.size, 5)}`;
    const spotifyUri = `spotify:track:${spotifyId('track', artist, title)}`;
    songs.set(key, { title, artist, album, durationMs, spotifyUri, ...(hasIsrc ? { isrc } : {}) });
  }
  return [...songs.values()];
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
