import type { Chance } from './chance.ts';
import { allFaultKinds } from './fault-kinds.ts';
import type { FaultKind } from './fault-kinds.ts';

/** What may happen to a call. */
export type CallFate = 'call-refused' | 'answer-lost' | 'call-ambiguous' | 'call-throttled' | 'batch-partial';

const callKinds = ['call-refused', 'answer-lost', 'call-ambiguous'] as const;

/** Decides what goes wrong, and counts it. Nothing does once `isCalm` is set. */
export class Fates {
  isCalm = false;
  readonly kinds: ReadonlySet<FaultKind>;
  readonly counts = new Map<FaultKind, number>();
  /** How likely a call meets each kind of fault. */
  readonly #callRate: number;
  readonly #chance: Chance;
  readonly #nowMs: () => number;
  /** Ports that refuse everything, until when. */
  readonly #throttledUntilMs = new Map<string, number>();
  readonly #isAnyCallKindOn: boolean;

  constructor(kinds: ReadonlySet<FaultKind>, chance: Chance, nowMs: () => number) {
    this.kinds = kinds;
    this.#chance = chance;
    this.#nowMs = nowMs;
    this.#callRate = chance.pick([0.01, 0.03, 0.08, 0.2]);
    this.#isAnyCallKindOn = [...callKinds, 'call-throttled', 'batch-partial'].some((kind) =>
      kinds.has(kind as FaultKind),
    );
  }

  /** Whether a fault of this kind happens now, if it may at all; then it is counted. */
  strikes(kind: FaultKind, probability: number): boolean {
    if (this.isCalm || !this.kinds.has(kind) || !this.#chance.is(probability)) return false;
    this.count(kind);
    return true;
  }

  count(kind: FaultKind, times = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + times);
  }

  fateOf(port: string, isPartial: boolean): CallFate | undefined {
    if (this.isCalm || !this.#isAnyCallKindOn) return undefined;
    if (this.#isThrottled(port)) return 'call-throttled';
    if (isPartial && this.strikes('batch-partial', 2 * this.#callRate)) return 'batch-partial';
    for (const kind of callKinds) if (this.strikes(kind, this.#callRate)) return kind;
    return undefined;
  }

  #isThrottled(port: string): boolean {
    if (!this.kinds.has('call-throttled')) return false;
    const untilMs = this.#throttledUntilMs.get(port) ?? 0;
    if (this.#nowMs() < untilMs) {
      this.count('call-throttled');
      return true;
    }
    if (this.strikes('call-throttled', this.#callRate / 4))
      this.#throttledUntilMs.set(port, this.#nowMs() + this.#chance.between(100, 60_000));
    return false;
  }
}

/** Adds up what several runs injected. Kinds that never struck are there too, with 0: they would show a dead fault. */
export function addCounts(into: Map<FaultKind, number>, counts: ReadonlyMap<FaultKind, number>): void {
  for (const kind of allFaultKinds) into.set(kind, (into.get(kind) ?? 0) + (counts.get(kind) ?? 0));
}
