/** Ticks come when no microtask is left, and a tick asked for by a microtask comes after all of them. */
const afterMicrotasks = (run: () => void): void => queueMicrotask(() => process.nextTick(run));

/** A step that lies in the future. Of two at one instant the one with the lower `order` comes first. */
type Step = { readonly atMs: number; readonly order: number; readonly run: () => void };

const isBefore = (left: Step, right: Step): boolean =>
  left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);

/** A run that takes more steps than this goes in circles. */
const stepsMax = 60_000;

/** Thrown when a run does not come to rest. */
export class Restless extends Error {}

/**
 * Virtual time: a heap of steps, run one by one, each in its own instant. Between two steps everything that the first one
 * set going (promises, and what awaits them) comes to an end, so that what runs when depends on nothing but the seed.
 */
export class Timeline {
  nowMs: number;
  steps = 0;
  /** When set, nothing more happens: the run has failed, and its first fault is what counts. */
  isStopped = false;
  readonly #heap: Step[] = [];
  readonly #order: () => number;

  /** `order` decides which of two steps at one instant comes first: chance, for a simulation. */
  constructor(startMs: number, order: () => number) {
    this.nowMs = startMs;
    this.#order = order;
  }

  get isIdle(): boolean {
    return this.#heap.length === 0;
  }

  at(atMs: number, run: () => void): void {
    const heap = this.#heap;
    const step = { atMs: Math.max(atMs, this.nowMs), order: this.#order(), run };
    let child = heap.push(step) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[parent] as Step;
      if (!isBefore(step, above)) break;
      heap[child] = above;
      child = parent;
    }
    heap[child] = step;
  }

  after(delayMs: number, run: () => void): void {
    this.at(this.nowMs + delayMs, run);
  }

  /** Runs every step up to an instant and leaves the clock there; without one, until nothing is left to happen. */
  async run(untilMs = Infinity): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const next = (): void => {
        const first = this.#heap[0];
        if (!first || first.atMs > untilMs || this.isStopped) {
          resolve();
          return;
        }
        try {
          this.#removeFirst();
          this.nowMs = first.atMs;
          this.steps += 1;
          if (this.steps > stepsMax) throw new Restless(`the run has not come to rest after ${stepsMax} steps`);
          first.run();
        } catch (fault) {
          reject(fault);
          return;
        }
        afterMicrotasks(next);
      };
      afterMicrotasks(next);
    });
    if (untilMs !== Infinity) this.nowMs = Math.max(this.nowMs, untilMs);
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop() as Step;
    if (heap.length === 0) return;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Step, heap[child] as Step)) child += 1;
      if (!isBefore(heap[child] as Step, last)) break;
      heap[parent] = heap[child] as Step;
      parent = child;
    }
    heap[parent] = last;
  }
}
