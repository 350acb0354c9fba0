/** Waiting without time: lets everything that is ready to run do so. */
import type { VirtualClock } from '../../../../../localstack/engine/clock.ts';

/** Some turns of the event loop: enough for any chain of promises that waits for nothing outside. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Moves the clock in steps, so that what a timer sets going can set timers of its own on the way. */
export async function advance(clock: VirtualClock, durationMs: number, stepMs = durationMs): Promise<void> {
  for (let passedMs = 0; passedMs < durationMs; passedMs += stepMs) {
    await clock.advance(Math.min(stepMs, durationMs - passedMs));
    await settle();
  }
}
