/** Tells who waits on a queue when messages may have become visible: sent, given back, or their timeout over. */
import type { Clock, Timer } from '../../engine/clock.ts';

interface Watched {
  readonly listeners: Set<() => void>;
  timer: Timer | undefined;
  isTelling: boolean;
}

export class VisibilityWatch {
  readonly #clock: Clock;
  readonly #nextVisibleAtMs: (queueName: string) => number | undefined;
  readonly #watched = new Map<string, Watched>();

  constructor(clock: Clock, nextVisibleAtMs: (queueName: string) => number | undefined) {
    this.#clock = clock;
    this.#nextVisibleAtMs = nextVisibleAtMs;
  }

  /** Returns the unsubscriber. */
  listen(queueName: string, listener: () => void): () => void {
    const watched = this.#watched.get(queueName) ?? { listeners: new Set(), timer: undefined, isTelling: false };
    this.#watched.set(queueName, watched);
    watched.listeners.add(listener);
    this.#arm(queueName, watched);
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size > 0) return;
      watched.timer?.cancel();
      if (this.#watched.get(queueName) === watched) this.#watched.delete(queueName);
    };
  }

  /** Visibility in the queue has changed: tells the listeners once per turn, and sets the timer anew. */
  changed(queueName: string): void {
    const watched = this.#watched.get(queueName);
    if (!watched || watched.isTelling) return;
    watched.isTelling = true;
    queueMicrotask(() => {
      watched.isTelling = false;
      if (this.#watched.get(queueName) === watched) this.#arm(queueName, watched);
      for (const listener of watched.listeners) listener();
    });
  }

  /** Messages were hidden, none became visible: only the timer has to follow. */
  hidden(queueName: string): void {
    const watched = this.#watched.get(queueName);
    if (watched) this.#arm(queueName, watched);
  }

  stop(): void {
    for (const { timer } of this.#watched.values()) timer?.cancel();
    this.#watched.clear();
  }

  #arm(queueName: string, watched: Watched): void {
    watched.timer?.cancel();
    const atMs = this.#nextVisibleAtMs(queueName);
    watched.timer =
      atMs === undefined
        ? undefined
        : this.#clock.after(Math.max(0, atMs - this.#clock.nowMs()), () => this.changed(queueName));
  }
}
