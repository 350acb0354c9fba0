/**
 * Faults by rule: the cloud breaks on purpose, where and as often as it is told, the same way for the same seed. Rules are
 * asked in the order they were added; delays add up, and the first that refuses a call is the one its caller hears.
 */
import type { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Random } from '../random.ts';
import type { Service } from '../service.ts';
import { ActiveRule } from './active-rule.ts';
import type { AskedCall, FaultReport } from './active-rule.ts';
import { FaultRuleError, parseFaultRule } from './fault-rule.ts';
import type { FaultRule } from './fault-rule.ts';
import { namedResources } from './named-resources.ts';
import { refusalOf, ReplyDropped } from './refusals.ts';
import { throttleBatch } from './throttled-batch.ts';
import type { ThrottledBatch } from './throttled-batch.ts';

export interface FaultsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Those that rules may name. */
  readonly services: () => readonly Service[];
}

type Input = AskedCall['input'];

/** What the rules have in store for one call. */
interface Strike {
  delayMs: number;
  refusal?: AwsError;
  batch?: ThrottledBatch;
  dropped?: ReplyDropped;
  readonly kills: { readonly functionName: string; readonly afterMs: number }[];
}

export class Faults {
  readonly #options: FaultsOptions;
  #rules: readonly ActiveRule[] = [];
  #addedCount = 0;
  #killFunction: (name: string) => void = () => undefined;

  constructor(options: FaultsOptions) {
    this.#options = options;
  }

  /** Begins to apply a rule; returns it with its id and seed. Throws `FaultRuleError` when it cannot be. */
  add(rule: FaultRule): FaultReport['rule'] {
    const { clock, random } = this.#options;
    parseFaultRule(rule);
    this.#checkNames(rule);
    const id = rule.id ?? this.#newId();
    if (this.#rules.some((each) => each.rule.id === id))
      throw new FaultRuleError(`id: there is a rule '${id}' already.`);
    const seed = rule.seed ?? Math.floor(random() * 0x1_0000_0000);
    const active = new ActiveRule({ ...rule, id, seed }, clock.nowMs());
    this.#rules = [...this.#rules, active];
    return active.rule;
  }

  /** Adds all of them or, when one cannot be, none. */
  addAll(rules: readonly FaultRule[]): readonly FaultReport['rule'][] {
    const before = this.#rules;
    try {
      return rules.map((rule) => this.add(rule));
    } catch (fault) {
      this.#rules = before;
      throw fault;
    }
  }

  /** False when there is no such rule. */
  remove(id: string): boolean {
    const kept = this.#rules.filter(({ rule }) => rule.id !== id);
    const isFound = kept.length < this.#rules.length;
    this.#rules = kept;
    return isFound;
  }

  clear(): void {
    this.#rules = [];
  }

  reports(): readonly FaultReport[] {
    return this.#rules.map((rule) => rule.report(this.#options.clock.nowMs()));
  }

  /** Says who kills a function's processes: Lambda does. */
  onKillFunction(kill: (functionName: string) => void): void {
    this.#killFunction = kill;
  }

  /**
   * Does a call's work as the rules will have it. Throws `AwsError` for a refusal, and `ReplyDropped` after work whose
   * answer is not to arrive. `work` is given the input to use: a throttled batch goes on with a part of it.
   */
  around(call: AskedCall, work: (input: Input) => unknown): unknown {
    const strike = this.#rules.length === 0 ? undefined : this.#strike(call);
    return strike ? this.#suffer(strike, call.input, work) : work(call.input);
  }

  /** The same for neighbours who cannot wait: delays, kills and partial batches pass them by. */
  aroundNow<Answer>(call: AskedCall, work: () => Answer): Answer {
    const strike = this.#rules.length === 0 ? undefined : this.#strike(call, isForNeighbours);
    if (strike?.refusal) throw strike.refusal;
    const answer = work();
    if (strike?.dropped) throw strike.dropped;
    return answer;
  }

  async #suffer(strike: Strike, input: Input, work: (input: Input) => unknown): Promise<unknown> {
    const { clock } = this.#options;
    if (strike.delayMs > 0) await new Promise<void>((resolve) => clock.after(strike.delayMs, resolve));
    if (strike.refusal) throw strike.refusal;
    const { batch } = strike;
    const rest = batch ? batch.rest : input;
    const working = Promise.resolve(rest && work(rest));
    for (const { functionName, afterMs } of strike.kills) {
      if (afterMs === 0) this.#killFunction(functionName);
      else clock.after(afterMs, () => this.#killFunction(functionName));
    }
    const answer = await working;
    if (strike.dropped) throw strike.dropped;
    return batch ? batch.complete((answer ?? {}) as Input) : answer;
  }

  #strike(call: AskedCall, isWanted: (rule: FaultRule) => boolean = () => true): Strike | undefined {
    const { clock, log } = this.#options;
    const nowMs = clock.nowMs();
    let names: readonly string[] | undefined;
    const namesOf = () => (names ??= namedResources(call.input, (...token) => this.#resolve(call.service, ...token)));
    const strike: Strike = { delayMs: 0, kills: [] };
    let isStruck = false;
    for (const active of this.#rules) {
      const { id, effect } = active.rule;
      if (strike.refusal || !active.isActive(nowMs) || !isWanted(active.rule) || !active.matches(call, namesOf))
        continue;
      if (!this.#apply(active, call, strike)) continue;
      isStruck = true;
      active.count();
      log('warn', 'fault-injected', {
        rule: id,
        effect: effect.kind,
        service: call.service,
        operation: call.operation,
      });
    }
    return isStruck ? strike : undefined;
  }

  /** False when chance spares the call. */
  #apply(active: ActiveRule, { operation, input }: AskedCall, strike: Strike): boolean {
    const { rule } = active;
    const { effect } = rule;
    // A second rule on the same batch would have to split what the first has left: it waits for its turn.
    if (effect.kind === 'throttle' && strike.batch) return false;
    if (effect.kind === 'throttle') {
      const batch = throttleBatch(operation, input, (resource) => active.draw(resource));
      if (batch === 'whole') strike.refusal = this.#refusalOf(rule);
      else if (batch) strike.batch = batch;
      return batch !== undefined;
    }
    if (!active.draw()) return false;
    if (effect.kind === 'delay') strike.delayMs += effect.delayMs;
    else if (effect.kind === 'drop-reply') strike.dropped ??= new ReplyDropped(rule.id);
    else if (effect.kind === 'kill-function')
      strike.kills.push({ functionName: effect.functionName, afterMs: effect.afterMs ?? 0 });
    else strike.refusal = this.#refusalOf(rule);
    return true;
  }

  #refusalOf(rule: FaultRule): AwsError {
    return refusalOf(rule, this.#serviceNamed(rule.service)?.protocol.kind);
  }

  #resolve(service: string, member: string, value: string): string | undefined {
    return this.#serviceNamed(service)?.iam?.resolve?.(member, value);
  }

  #serviceNamed(name: string): Service | undefined {
    return this.#options.services().find((service) => service.name === name);
  }

  /** A rule that could never strike is a mistake in its spelling. */
  #checkNames({ service, operation }: FaultRule): void {
    const hosted = this.#options.services().filter(({ name }) => name !== 'local-cloud');
    const found = hosted.find(({ name }) => name === service);
    const names = hosted.map(({ name }) => name).join(', ');
    if (!found) throw new FaultRuleError(`service must be one of ${names}, got '${service}'.`);
    const { operations } = found;
    if (operation === undefined || Object.keys(operations).length === 0 || Object.hasOwn(operations, operation)) return;
    throw new FaultRuleError(`operation must be one that ${service} has, got '${operation}'.`);
  }

  #newId(): string {
    this.#addedCount += 1;
    return `fault-${this.#addedCount}`;
  }
}

const neighbourEffects: readonly string[] = ['throttle', 'fail', 'drop-reply', 'down'];

function isForNeighbours({ effect }: FaultRule): boolean {
  return neighbourEffects.includes(effect.kind);
}
