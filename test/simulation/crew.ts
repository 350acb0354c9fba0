import { Worker } from 'node:worker_threads';

import type { DesignSeeds, DesignTally, Seeds, Tally } from './run-seeds.ts';

/** Threads that simulate stretches of seeds, on the real code or on a mutant of it. */
export class Crew {
  readonly #workers: Worker[];

  constructor(threads: number, mutant?: string) {
    this.#workers = Array.from(
      { length: threads },
      () => new Worker(new URL('./worker.ts', import.meta.url), { workerData: { mutant } }),
    );
  }

  /**
   * Simulates stretches, each thread the next one as soon as it is free. The tallies come in the order of the stretches, so
   * that they do not depend on which thread was quicker.
   */
  simulate(stretches: readonly Seeds[]): Promise<Tally[]> {
    return this.#work(stretches);
  }

  /** The same with another design in the place of our aggregator. */
  tryDesign(stretches: readonly DesignSeeds[]): Promise<DesignTally[]> {
    return this.#work(stretches);
  }

  async #work<Done>(stretches: readonly Seeds[]): Promise<Done[]> {
    const tallies: Done[] = [];
    const pending = stretches.entries();
    await Promise.all(
      this.#workers.map(async (worker) => {
        for (const [index, seeds] of pending) tallies[index] = await ask<Done>(worker, seeds);
      }),
    );
    return tallies;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function ask<Done>(worker: Worker, seeds: Seeds): Promise<Done> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage).off('error', onError);
      act();
    };
    const onMessage = (tally: Done): void => settle(() => resolve(tally));
    const onError = (fault: unknown): void => settle(() => reject(fault));
    worker.on('message', onMessage).on('error', onError);
    worker.postMessage(seeds);
  });
}

/** Cuts a stretch into pieces of at most `size`. */
export function stretchesOf(first: number, count: number, size: number): Seeds[] {
  const pieces = Math.ceil(count / size);
  return Array.from({ length: pieces }, (_, index) => ({
    first: first + index * size,
    count: Math.min(size, count - index * size),
  }));
}
