/** Deletes expired events on the clock. Readers filter by time as well, so nobody sees an event that is past its retention. */
import type { Timer } from '../../engine/clock.ts';
import type { LogsState } from './state.ts';

/** AWS deletes within 72 hours of expiry; an hour keeps the file small. */
const betweenSweepsMs = 3_600_000;

export class RetentionSweep {
  readonly #state: LogsState;
  #timer: Timer | undefined;

  constructor(state: LogsState) {
    this.#state = state;
  }

  start(): void {
    this.#timer = this.#state.engine.clock.after(betweenSweepsMs, () => {
      this.#sweep();
      this.start();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #sweep(): void {
    const { groups, events } = this.#state;
    for (const group of groups.list()) {
      if (group.retentionInDays !== undefined) events.deleteOlder(group.id, groups.keptFromMs(group));
    }
  }
}
