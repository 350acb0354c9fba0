import type { Random } from '../../engine/random.ts';
import type { SandboxProvider } from '../account.ts';
import type { History, Play, Song } from '../play.ts';
import { localDay, localMidnightMs, nextDay } from './local-day.ts';
import { seededFor, weightedIndex, wholeBetween } from './seeded-for.ts';

/** What somebody listens to, and when. */
export interface ListeningHabit {
  readonly listenerId: string;
  /** IANA zone: the day rhythm is the wall clock's. */
  readonly zone: string;
  /** Most loved first: how often a song is played falls with its rank. */
  readonly favourites: readonly Song[];
  /** Plays on an ordinary day, from the laziest to the busiest. */
  readonly playsPerDayMin: number;
  readonly playsPerDayMax: number;
  /** How likely a sitting begins in each hour of the wall clock: 24 weights. */
  readonly hourWeights: readonly number[];
  /** Where sittings happen, with how likely each is. A sitting stays at one provider. */
  readonly providers: readonly { readonly provider: SandboxProvider; readonly weight: number }[];
}

/** How many days before its anchor a generated history begins: as many as timelapse goes back. */
const daysBefore = 9;
const dayMs = 24 * 60 * 60 * 1000;

/** Of a hundred plays, about six are skipped within half a minute, and one each is private or a podcast episode. */
const skippedShare = 0.06;
const incognitoShare = 0.01;
const episodeShare = 0.01;
/** Zipf–Mandelbrot: the exponent that fits personal listening, flattened so that the first song is not a quarter of it all. */
const zipfExponent = 1.1;
const zipfShift = 3;

/**
 * What one person plays at one provider. The person has one timeline, divided among the providers sitting by sitting, so
 * nobody listens to two things at once. Each day is generated on its own from (seed, listener, day): the past never
 * changes, and it is the same after a restart with the same seed and anchor.
 */
export function generatedHistory(
  habit: ListeningHabit,
  provider: SandboxProvider,
  seed: number,
  anchorMs: number,
): History {
  const plays: Play[] = [];
  let day = localDay(anchorMs - daysBefore * dayMs, habit.zone);
  return {
    until: (instantMs) => {
      for (const lastDay = localDay(instantMs, habit.zone); day <= lastDay; day = nextDay(day)) {
        for (const sitting of generateDay(habit, seed, day)) {
          if (sitting.provider === provider) plays.push(...sitting.plays);
        }
      }
      return plays.filter(({ endedAtMs }) => endedAtMs <= instantMs);
    },
  };
}

interface Sitting {
  readonly provider: SandboxProvider;
  readonly plays: readonly Play[];
}

/** One day of one person, sitting after sitting. Every play ends before the next local midnight, so days never overlap. */
function generateDay(habit: ListeningHabit, seed: number, day: string): Sitting[] {
  const random = seededFor(seed, habit.listenerId, day);
  const midnightMs = localMidnightMs(day, habit.zone);
  const endMs = localMidnightMs(nextDay(day), habit.zone);
  const sittings: Sitting[] = [];
  let left = wholeBetween(random, habit.playsPerDayMin, habit.playsPerDayMax);
  let freeAtMs = midnightMs;
  for (const startMs of sittingStarts(habit, random, midnightMs, left)) {
    const count = Math.min(left, wholeBetween(random, 5, 14));
    const provider =
      habit.providers[
        weightedIndex(
          random,
          habit.providers.map(({ weight }) => weight),
        )
      ]?.provider;
    if (provider === undefined) throw new Error(`${habit.listenerId} listens nowhere: no provider is given`);
    const plays = playSitting(habit, random, Math.max(startMs, freeAtMs), endMs, count);
    freeAtMs = (plays.at(-1)?.endedAtMs ?? freeAtMs) + 60_000;
    left -= plays.length;
    if (plays.length > 0) sittings.push({ provider, plays });
  }
  return sittings;
}

/** When sittings begin, in order: one for each five plays at most, so that the day's plays find room. */
function sittingStarts(habit: ListeningHabit, random: Random, midnightMs: number, playCount: number): number[] {
  return Array.from({ length: Math.ceil(playCount / 5) }, () => {
    const hour = weightedIndex(random, habit.hourWeights);
    return midnightMs + wholeBetween(random, hour * 3_600_000, (hour + 1) * 3_600_000 - 1);
  }).toSorted((a, b) => a - b);
}

function playSitting(habit: ListeningHabit, random: Random, startMs: number, endMs: number, count: number): Play[] {
  const plays: Play[] = [];
  let atMs = startMs;
  for (let index = 0; index < count; index += 1) {
    const play = generatePlay(habit, random, atMs);
    if (play.endedAtMs >= endMs) break;
    plays.push(play);
    atMs = play.endedAtMs + wholeBetween(random, 200, 4_000);
  }
  return plays;
}

function generatePlay(habit: ListeningHabit, random: Random, startedAtMs: number): Play {
  const song = habit.favourites[weightedIndex(random, zipfWeights(habit.favourites.length))];
  if (!song) throw new Error(`${habit.listenerId} has no favourites to play`);
  const chance = random();
  const isSkipped = chance < skippedShare;
  const isEpisode = !isSkipped && chance < skippedShare + episodeShare;
  const isIncognito = !isSkipped && !isEpisode && chance < skippedShare + episodeShare + incognitoShare;
  const fullMs = isEpisode ? wholeBetween(random, 900_000, 2_400_000) : (song.durationMs ?? 200_000);
  const playedMs = isSkipped ? wholeBetween(random, 2_000, 29_000) : fullMs;
  return {
    kind: isEpisode ? 'episode' : 'song',
    song: isEpisode ? episode(startedAtMs, fullMs) : song,
    startedAtMs,
    endedAtMs: startedAtMs + playedMs,
    playedMs,
    isIncognito,
  };
}

function episode(startedAtMs: number, durationMs: number): Song {
  return {
    title: `The Drumhouse Hour, ${new Date(startedAtMs).toISOString().slice(0, 10)}`,
    artist: 'The Drumhouse Hour',
    durationMs,
  };
}

const zipfByLength = new Map<number, readonly number[]>();

function zipfWeights(length: number): readonly number[] {
  const known = zipfByLength.get(length);
  if (known) return known;
  const weights = Array.from({ length }, (_, index) => (index + 1 + zipfShift) ** -zipfExponent);
  zipfByLength.set(length, weights);
  return weights;
}
