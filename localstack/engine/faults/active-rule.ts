/** A fault rule at work: whom it strikes, how often it has, when it is over. */
import type { Random } from '../random.ts';
import { seededRandom } from '../random.ts';
import type { FaultRule } from './fault-rule.ts';
import { resourceMatcher } from './named-resources.ts';

/** A call, before it is done. */
export interface AskedCall {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the admin shows of a rule. */
export interface FaultReport {
  readonly rule: FaultRule & { readonly id: string; readonly seed: number };
  /** How many calls it has struck. */
  readonly injected: number;
  /** False before and after its time, and once its count is reached. */
  readonly isActive: boolean;
}

export class ActiveRule {
  readonly rule: FaultReport['rule'];
  readonly #random: Random;
  readonly #isWanted: (name: string) => boolean;
  readonly #fromMs: number;
  readonly #untilMs: number;
  #injected = 0;

  constructor(rule: FaultReport['rule'], nowMs: number) {
    this.rule = rule;
    this.#random = seededRandom(rule.seed);
    this.#isWanted = rule.resource === undefined ? () => true : resourceMatcher(rule.resource);
    this.#fromMs = rule.fromMs ?? nowMs;
    this.#untilMs = rule.untilMs ?? this.#fromMs + (rule.forMs ?? Infinity);
  }

  isActive(nowMs: number): boolean {
    return nowMs >= this.#fromMs && nowMs < this.#untilMs && this.#injected < (this.rule.count ?? Infinity);
  }

  /** Whether the rule is about this call. `names` are the resources that the call names. */
  matches({ service, operation }: AskedCall, names: () => readonly string[]): boolean {
    const { rule } = this;
    if (rule.service !== service || (rule.operation !== undefined && rule.operation !== operation)) return false;
    return rule.resource === undefined || names().some(this.#isWanted);
  }

  /** Draws once. A batch draws for each entry, and an entry of a resource that the rule is not about is never drawn. */
  draw(resource?: string): boolean {
    if (resource !== undefined && !this.#isWanted(resource)) return false;
    return this.#random() < (this.rule.probability ?? 1);
  }

  /** Counts a call that was struck. */
  count(): void {
    this.#injected += 1;
  }

  report(nowMs: number): FaultReport {
    return { rule: this.rule, injected: this.#injected, isActive: this.isActive(nowMs) };
  }
}
