import type { DailyAggregate } from '../../../functions/serving/domain/rank-songs.ts';
import { dayMs } from '../engine/truth.ts';
import { elementKeyOf } from '../stores/aggregate-store.ts';

/** What a test asks the Top-K service. */
export type Question = {
  readonly userId: string;
  readonly days: number;
  readonly k: number;
  readonly window: 'calendar' | 'rolling';
  readonly provider?: string;
  readonly inferred: 'include' | 'exclude';
};

export type RankedSong = {
  readonly song_id: string;
  readonly count: number;
  readonly providers: readonly string[];
  readonly last_listened_at: string;
};

const providerNames = ['spotify', 'listenbrainz', 'lastfm', 'apple', 'youtube', 'heavyrotation'];
/** Every zone's clock differs from UTC by a multiple of this. */
const slotMs = 15 * 60_000;

const calendars = new Map<string, { readonly format: Intl.DateTimeFormat; readonly dayOfSlot: Map<number, string> }>();

/** What a calendar on the wall shows at an instant, straight from the runtime's zone tables. */
export function localDayOf(zone: string, instantMs: number): string {
  let calendar = calendars.get(zone);
  if (!calendar) {
    calendar = { format: new Intl.DateTimeFormat('en-CA', { timeZone: zone }), dayOfSlot: new Map() };
    calendars.set(zone, calendar);
  }
  const slot = Math.floor(instantMs / slotMs);
  const known = calendar.dayOfSlot.get(slot);
  if (known !== undefined) return known;
  const day = calendar.format.format(slot * slotMs);
  calendar.dayOfSlot.set(slot, day);
  return day;
}

const daysBefore = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - count * dayMs).toISOString().slice(0, 10);

/** Whether a listen falls in the window, by looking at the calendar and not at any bounds. */
function windowContains(question: Question, zone: string, nowMs: number): (instantMs: number) => boolean {
  if (question.window === 'rolling') {
    const endMs = (Math.floor(nowMs / 1000) + 1) * 1000;
    return (instantMs) => instantMs >= endMs - question.days * dayMs && instantMs < endMs;
  }
  const today = localDayOf(zone, nowMs);
  const first = daysBefore(today, question.days - 1);
  return (instantMs) => {
    const day = localDayOf(zone, instantMs);
    return day >= first && day <= today;
  };
}

/**
 * The right answer, worked out from what the table held, the slow and obvious way: of elements with one event hash the
 * greatest stands; those in the window are counted by song; count, last listen and song id decide the order (I11).
 */
export function rankedSongs(
  aggregates: readonly DailyAggregate[],
  question: Question,
  zone: string,
  nowMs: number,
): { readonly listens: number; readonly songs: readonly RankedSong[] } {
  const isInWindow = windowContains(question, zone, nowMs);
  const tallies = new Map<string, { count: number; lastMs: number; providers: Set<string> }>();
  let listens = 0;
  for (const { day, elements, expiresAtSeconds } of aggregates) {
    if (expiresAtSeconds * 1000 <= nowMs) continue;
    const standing = new Map<string, string>();
    for (const key of elements.map(elementKeyOf).sort()) standing.set(key.slice(13, 21), key);
    for (const key of standing.values()) {
      const tail = key.charCodeAt(21) * 65_536 + key.charCodeAt(22) * 256 + key.charCodeAt(23);
      const instantMs = Date.parse(`${day}T00:00:00Z`) + Math.floor(tail / 128) * 1000;
      const provider = providerNames[tail % 32] ?? '';
      const isExact = Math.floor(tail / 32) % 4 === 0;
      if (!isInWindow(instantMs)) continue;
      if (question.provider !== undefined && question.provider !== provider) continue;
      if (question.inferred === 'exclude' && !isExact) continue;
      listens += 1;
      const songId = Buffer.from(key.slice(1, 13), 'latin1').toString('hex');
      const tally = tallies.get(songId) ?? { count: 0, lastMs: 0, providers: new Set() };
      tallies.set(songId, tally);
      tally.count += 1;
      tally.lastMs = Math.max(tally.lastMs, instantMs);
      tally.providers.add(provider);
    }
  }
  const songs = [...tallies]
    .sort(([leftId, left], [rightId, right]) => {
      if (left.count !== right.count) return right.count - left.count;
      if (left.lastMs !== right.lastMs) return right.lastMs - left.lastMs;
      return leftId < rightId ? -1 : 1;
    })
    .slice(0, question.k)
    .map(([songId, { count, lastMs, providers }]) => ({
      song_id: songId,
      count,
      providers: [...providers].sort(),
      last_listened_at: new Date(lastMs).toISOString(),
    }));
  return { listens, songs };
}
