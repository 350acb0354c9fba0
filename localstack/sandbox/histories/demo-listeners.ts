import type { Account, Listener, SandboxProvider } from '../account.ts';
import type { Song } from '../play.ts';
import type { ListeningHabit } from './generated-history.ts';
import { generatedHistory } from './generated-history.ts';
import { seededFor } from './seeded-for.ts';
import { songCatalogue } from './song-catalogue.ts';

/** A person made up for demonstrations, with the accounts that person has. */
export interface DemoListener extends Listener {
  readonly accounts: readonly { readonly provider: SandboxProvider; readonly name: string; readonly weight: number }[];
  readonly favouriteCount: number;
  readonly playsPerDayMin: number;
  readonly playsPerDayMax: number;
  readonly hourWeights: readonly number[];
}

/** Hours 0–23 of the wall clock. */
const commuter = [0, 0, 0, 0, 0, 1, 4, 8, 7, 3, 2, 2, 4, 3, 2, 2, 3, 7, 8, 5, 4, 4, 2, 0];
const officeDay = [0, 0, 0, 0, 0, 0, 1, 3, 6, 8, 8, 7, 4, 6, 8, 8, 6, 4, 2, 2, 2, 1, 1, 0];
const nightOwl = [5, 4, 2, 1, 0, 0, 0, 0, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 5, 6, 7, 7, 5, 2];

/** The people of the demonstration. Avery is at both providers, so the same songs are counted across services. */
export const demoListeners: readonly DemoListener[] = [
  {
    id: 'jonas',
    displayName: 'Jonas Brandt',
    zone: 'Europe/Berlin',
    accounts: [{ provider: 'spotify', name: 'jonas', weight: 1 }],
    favouriteCount: 180,
    playsPerDayMin: 45,
    playsPerDayMax: 95,
    hourWeights: commuter,
  },
  {
    id: 'avery',
    displayName: 'Avery Collins',
    zone: 'America/New_York',
    accounts: [
      { provider: 'spotify', name: 'avery', weight: 3 },
      { provider: 'listenbrainz', name: 'avery', weight: 2 },
    ],
    favouriteCount: 140,
    playsPerDayMin: 70,
    playsPerDayMax: 140,
    hourWeights: officeDay,
  },
  {
    id: 'priya',
    displayName: 'Priya Raman',
    zone: 'Asia/Kolkata',
    accounts: [{ provider: 'spotify', name: 'priya', weight: 1 }],
    favouriteCount: 220,
    playsPerDayMin: 60,
    playsPerDayMax: 120,
    hourWeights: nightOwl,
  },
  {
    id: 'tomas',
    displayName: 'Tomás Ferreira',
    zone: 'America/Sao_Paulo',
    accounts: [{ provider: 'listenbrainz', name: 'tomas', weight: 1 }],
    favouriteCount: 160,
    playsPerDayMin: 50,
    playsPerDayMax: 110,
    hourWeights: commuter,
  },
];

const catalogueSize = 600;

/** The accounts of `listeners` with their generated histories: the same for the same seed and anchor. */
export function demoAccounts(
  listeners: readonly DemoListener[],
  { seed, anchorMs, isTimelapse }: { seed: number; anchorMs: number; isTimelapse: boolean },
): Account[] {
  const catalogue = songCatalogue(seed, catalogueSize);
  return listeners.flatMap((listener) => {
    const habit: ListeningHabit = {
      listenerId: listener.id,
      zone: listener.zone,
      favourites: favouritesOf(listener, catalogue, seed),
      playsPerDayMin: listener.playsPerDayMin,
      playsPerDayMax: listener.playsPerDayMax,
      hourWeights: listener.hourWeights,
      providers: listener.accounts,
    };
    return listener.accounts.map(({ provider, name }) => ({
      provider,
      name,
      listener: { id: listener.id, displayName: listener.displayName, zone: listener.zone },
      history: generatedHistory(habit, provider, seed, anchorMs),
      isTimelapse: isTimelapse && provider === 'spotify',
    }));
  });
}

/** A listener's favourites, most loved first: part of the catalogue, shuffled. */
function favouritesOf(listener: DemoListener, catalogue: readonly Song[], seed: number): Song[] {
  const random = seededFor(seed, listener.id, 'favourites');
  return catalogue
    .map((song) => ({ song, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .slice(0, listener.favouriteCount)
    .map(({ song }) => song);
}
