import type { LogEntry } from '../world/event-log.ts';
import type { Run } from './run.ts';
import { aggregateDays, isKept } from './truth.ts';

/**
 * What a delivery should cost, from the design alone: a raw listen is one write unit, once for each key of a batch; an
 * aggregate is one write for each user and day of a batch, at one unit for each begun KB of 24 bytes an element.
 */
export class CostModel {
  readonly #run: Run;
  readonly #retentionDays: number;
  readonly #slackMs: number;
  /** The elements that have been delivered for each user and day. */
  readonly #elements = new Map<string, Set<string>>();

  constructor(run: Run, retentionDays: number) {
    this.#run = run;
    this.#retentionDays = retentionDays;
    // Until its expiry; a clock that is behind thinks that this is later.
    this.#slackMs = 3_600_000 + (run.has('clocks-skewed') ? 360_000 : 0);
  }

  delivered(consumer: string, batch: readonly LogEntry[]): void {
    if (consumer === 'aggregator') this.#aggregated(batch);
    else this.#stored(batch);
  }

  #isKept(day: string, days: number): boolean {
    return isKept(day, days, this.#run.timeline.nowMs - this.#slackMs);
  }

  #stored(batch: readonly LogEntry[]): void {
    const ids = new Set<string>();
    for (const { variant } of batch)
      if (variant && this.#isKept(variant.publication.day, this.#retentionDays)) ids.add(variant.publication.eventId);
    this.#run.meter.modelWritten += ids.size;
  }

  #aggregated(batch: readonly LogEntry[]): void {
    const touched = new Set<string>();
    for (const { variant } of batch) {
      if (!variant || !this.#isKept(variant.publication.day, aggregateDays)) continue;
      const key = `${variant.publication.userId}|${variant.publication.day}`;
      touched.add(key);
      const elements = this.#elements.get(key) ?? new Set();
      this.#elements.set(key, elements.add(variant.elementKey));
    }
    for (const key of touched)
      this.#run.meter.modelWritten += Math.ceil((50 + 24 * (this.#elements.get(key)?.size ?? 0)) / 1024);
  }
}
