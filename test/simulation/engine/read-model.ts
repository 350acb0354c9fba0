import type { DailyAggregate } from '../../../functions/serving/domain/rank-songs.ts';
import { readUnits } from './meter.ts';
import type { Meter } from './meter.ts';

/** How long the service remembers a zone and a label, from its own promises. */
const zoneMs = 60_000;
const labelMs = 10 * 60_000;
/** An answer takes its time: what ends about now may have been remembered, or not. */
const doubtMs = 2_000;

/** Bytes that a query of aggregates reads. */
export const queriedBytes = (aggregates: readonly DailyAggregate[]): number =>
  aggregates.reduce((sum, { elements }) => sum + 60 + 24 * elements.length, 0);

/**
 * What the replies of one environment should cost: one query; a zone, unless it was asked for within the last minute; a
 * label of each song in the reply, unless within the last ten. Nothing at all when the reply comes from memory.
 */
export class ReadModel {
  readonly #meter: Meter;
  readonly #askedAtMs = new Map<string, number>();

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  replied(userId: string, songIds: readonly string[], aggregates: readonly DailyAggregate[], nowMs: number): void {
    const query = readUnits(queriedBytes(aggregates));
    this.#meter.modelReadMin += query;
    this.#meter.modelReadMax += query;
    this.#asks(`zone ${userId}`, zoneMs, nowMs);
    for (const songId of songIds) this.#asks(`label ${songId}`, labelMs, nowMs);
  }

  #asks(key: string, rememberedMs: number, nowMs: number): void {
    const ageMs = nowMs - (this.#askedAtMs.get(key) ?? -Infinity);
    if (ageMs < rememberedMs - doubtMs) return;
    this.#meter.modelReadMax += readUnits(1);
    if (ageMs > rememberedMs + doubtMs) this.#meter.modelReadMin += readUnits(1);
    this.#askedAtMs.set(key, nowMs);
  }
}
