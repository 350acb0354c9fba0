import { Lru } from '../shared/lru.ts';

/** Remembers the most recently used values, each until its own instant. */
export class Expiring<Key, Value> {
  readonly #entries: Lru<Key, { readonly value: Value; readonly expiresAtMs: number }>;

  constructor(entriesMax: number) {
    this.#entries = new Lru(entriesMax);
  }

  /** The value under a key, unless there is none or its time has come. */
  get(key: Key, nowMs: number): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (nowMs < entry.expiresAtMs) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: Key, value: Value, expiresAtMs: number): void {
    this.#entries.set(key, { value, expiresAtMs });
  }
}
