/** A timer that has been set on a clock. */
export interface Timer {
  /** Takes the timer back. Does nothing once it has run. */
  cancel(): void;
}

/** Where the cloud takes its time from: every wait is a timer here, so a test can let fourteen days pass in a millisecond. */
export interface Clock {
  nowMs(): number;
  /** Runs `run` once, `delayMs` from now. What it throws or rejects with crashes the process: a timer handles its own faults. */
  after(delayMs: number, run: () => void | Promise<void>): Timer;
}

/** Longest delay `setTimeout` can hold: 2^31 − 1 ms, a little under 25 days (https://nodejs.org/api/timers.html). */
const delayMsMax = 2_147_483_647;

/** The wall clock. Its timers do not keep the process alive. */
export class RealClock implements Clock {
  nowMs = (): number => Date.now();

  after(delayMs: number, run: () => void | Promise<void>): Timer {
    checkDelay(delayMs);
    if (delayMs > delayMsMax) return this.#afterLong(delayMs, run);
    const timeout = setTimeout(() => void run(), delayMs);
    timeout.unref();
    return { cancel: () => clearTimeout(timeout) };
  }

  #afterLong(delayMs: number, run: () => void | Promise<void>): Timer {
    let current = this.after(delayMsMax, () => {
      current = this.after(delayMs - delayMsMax, run);
    });
    return { cancel: () => current.cancel() };
  }
}

interface VirtualTimer {
  readonly atMs: number;
  readonly run: () => void | Promise<void>;
}

/** Time that only moves when told to. Earliest timer first; while it runs, `nowMs` is that timer's own instant. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #timers: VirtualTimer[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  nowMs = (): number => this.#nowMs;

  after(delayMs: number, run: () => void | Promise<void>): Timer {
    checkDelay(delayMs);
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#timers.push(timer);
    this.#timers.sort((a, b) => a.atMs - b.atMs); // Stable: equal instants keep their order.
    return { cancel: () => void (this.#timers = this.#timers.filter((other) => other !== timer)) };
  }

  /** Moves time on by `durationMs`, running (and awaiting) each timer that falls due on the way. */
  async advance(durationMs: number): Promise<void> {
    checkDelay(durationMs);
    const endMs = this.#nowMs + durationMs;
    for (let next = this.#timers[0]; next && next.atMs <= endMs; next = this.#timers[0]) {
      this.#timers.shift();
      this.#nowMs = next.atMs;
      await next.run();
    }
    this.#nowMs = endMs;
  }
}

function checkDelay(delayMs: number): void {
  if (!(delayMs >= 0)) throw new RangeError(`delayMs must be at least 0, got ${delayMs}`);
}
