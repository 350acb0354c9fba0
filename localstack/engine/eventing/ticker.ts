/** Runs things at the ticks of their schedules: one timer each, always for the next tick only. */
import type { Clock, Timer } from '../clock.ts';
import type { Schedule } from './schedule-expression.ts';

export interface Ticking {
  readonly schedule: Schedule;
  /** Where a rate begins to count. It is remembered, so a restart goes on in the old rhythm. */
  readonly anchorMs: number;
  /** Does not throw. */
  run(scheduledMs: number): void;
}

export class Ticker {
  readonly #clock: Clock;
  readonly #ticking = new Map<string, Ticking>();
  readonly #timers = new Map<string, Timer>();
  #isRunning = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins, or begins anew with another schedule. */
  set(key: string, ticking: Ticking): void {
    this.delete(key);
    this.#ticking.set(key, ticking);
    if (this.#isRunning) this.#arm(key, ticking, this.#clock.nowMs());
  }

  delete(key: string): void {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    this.#ticking.delete(key);
  }

  /** Ticks that were missed while nothing ran stay missed: the next one is the next in the future. */
  start(): void {
    this.#isRunning = true;
    for (const [key, ticking] of this.#ticking) this.#arm(key, ticking, this.#clock.nowMs());
  }

  stop(): void {
    this.#isRunning = false;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #arm(key: string, ticking: Ticking, afterMs: number): void {
    const nextMs = ticking.schedule.next(afterMs, ticking.anchorMs);
    if (nextMs === undefined) return;
    const timer = this.#clock.after(Math.max(0, nextMs - this.#clock.nowMs()), () => {
      // After a machine's sleep the clock may be far past the tick; the ticks in between are missed.
      this.#arm(key, ticking, Math.max(nextMs, this.#clock.nowMs()));
      ticking.run(nextMs);
    });
    this.#timers.set(key, timer);
  }
}
