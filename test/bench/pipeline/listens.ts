import type { ListenEvent } from '../../../functions/listens/domain/listen-event.ts';
import { eventIdOf } from '../../../functions/listens/event-id.ts';
import { normaliseListen } from '../../../functions/listens/normalise-listen.ts';
/**
 * A week of listening, made up: who played what when, and in which order crawls bring it to the log. Seeded, so that two
 * runs of a day differ in nothing but the day.
 */
import { seededRandom, type Random } from '../../../localstack/engine/random.ts';

/** `crawls`: what a user has played within two hours stands together. `interleaved`: no two listens have anything in common. */
export type Arrival = 'crawls' | 'interleaved';

export const userCount = 10_000;
const songCount = 100_000;
const zipfExponent = 1.1;
const dayMs = 86_400_000;
const windowMs = 7 * dayMs;
/** Listens of one sitting: four to eight, within the two hours between two crawls. */
const sittingMin = 4;
const sittingMax = 8;
const trackMs = 210_000;
const duplicateShare = 0.02;
/** How many listens later a producer's retry brings a listen again, at most. */
const duplicateDelayMax = 5000;

export const userIdOf = (user: number): string => `listener-${String(user).padStart(5, '0')}`;

/** Distinct listens in columns, and the order of their arrival: indices, of which some come twice. */
export interface History {
  readonly count: number;
  readonly users: Uint16Array;
  readonly songs: Uint32Array;
  readonly listenedAtMs: Float64Array;
}

/** `count` distinct listens of the seven days up to `endMs`. */
export function generateHistory(count: number, endMs: number, seed: number): History {
  const random = seededRandom(seed);
  const songOf = zipf(random);
  const history = {
    count,
    users: new Uint16Array(count),
    songs: new Uint32Array(count),
    listenedAtMs: new Float64Array(count),
  };
  const starts = Array.from(
    { length: Math.ceil(count / sittingMin) },
    () => endMs - windowMs + random() * (windowMs - sittingMax * trackMs),
  );
  // In order of time, as crawls come round.
  starts.sort((a, b) => a - b);
  const taken = new Set<number>();
  const sittings = Math.ceil(count / ((sittingMin + sittingMax) / 2));
  let index = 0;
  for (let sitting = 0; index < count; sitting += 1) {
    const start = starts[Math.floor((sitting / sittings) * starts.length)] ?? starts.at(-1) ?? endMs;
    const user = Math.floor(random() * userCount);
    const plays = sittingMin + Math.floor(random() * (sittingMax - sittingMin + 1));
    for (let play = 0; play < plays && index < count; play += 1) {
      const atMs = Math.floor((start + play * trackMs) / 1000) * 1000;
      // One listener hears one song at a time.
      const identity = (atMs / 1000) * userCount + user;
      if (taken.has(identity)) continue;
      taken.add(identity);
      history.users[index] = user;
      history.songs[index] = songOf();
      history.listenedAtMs[index] = atMs;
      index += 1;
    }
  }
  return history;
}

/** Indices into the history in the order of arrival, duplicates included. */
export function arrivalOrder({ count }: History, arrival: Arrival, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const places: { readonly index: number; readonly place: number }[] = [];
  for (let index = 0; index < count; index += 1) {
    if (random() < duplicateShare) places.push({ index, place: index + random() * duplicateDelayMax });
  }
  places.sort((a, b) => a.place - b.place);
  const order = new Uint32Array(count + places.length);
  let next = 0;
  let length = 0;
  for (let index = 0; index < count; index += 1) {
    order[length++] = index;
    for (let late = places[next]; late && late.place <= index; late = places[next]) {
      order[length++] = late.index;
      next += 1;
    }
  }
  for (const { index } of places.slice(next)) order[length++] = index;
  if (arrival === 'interleaved') shuffle(order, random);
  return order;
}

function shuffle(order: Uint32Array, random: Random): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
}

/** Songs as they are played: a few very often, most hardly ever. */
function zipf(random: Random): () => number {
  const cumulative = new Float64Array(songCount);
  let sum = 0;
  for (let rank = 0; rank < songCount; rank += 1) {
    sum += 1 / (rank + 1) ** zipfExponent;
    cumulative[rank] = sum;
  }
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = songCount - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** The listen events of a history, as the normaliser makes them. */
export function eventsOf(history: History): (index: number) => ListenEvent {
  const songs: (ListenEvent | undefined)[] = [];
  const song = (number: number): ListenEvent => (songs[number] ??= firstPlay(number));
  return (index) => {
    const number = history.songs[index] ?? 0;
    const userId = userIdOf(history.users[index] ?? 0);
    const listenedAtMs = history.listenedAtMs[index] ?? 0;
    const providerKey = trackIdOf(number);
    return {
      ...song(number),
      event_id: eventIdOf({ userId, provider: 'spotify', listenedAtMs, providerKey }),
      user_id: userId,
      listened_at: new Date(listenedAtMs).toISOString(),
    };
  };
}

const trackIdOf = (song: number): string => `track${String(song).padStart(17, '0')}`;

function firstPlay(song: number): ListenEvent {
  const normalised = normaliseListen('anybody', 'spotify', {
    listenedAtMs: 0,
    timeQuality: 'exact',
    title: `The Song Number ${song}`,
    artist: `Artist ${song % 9973}`,
    album: `Album ${song % 39_989}`,
    // Half of the songs are known by their recording's code, half by their title and artist.
    ...(song % 2 === 0 && { isrc: `USHR2${String(song).padStart(7, '0')}` }),
    durationMs: trackMs,
    providerTrackId: trackIdOf(song),
    providerKey: trackIdOf(song),
  });
  if (!normalised.ok) throw new Error(`song ${song} was refused: ${normalised.error.detail}`);
  return normalised.value;
}
