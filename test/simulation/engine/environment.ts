import type { Run } from './run.ts';

/** Longer than any answer takes: a call that times out does so within this. */
const latencyMsMax = 900;

/** How a call that a table may take part of is to be carried out: `share` of it, 1 when all. */
export type Effect<Value> = (share: number) => Value;

/** What a call may meet besides the faults of every call. */
export type CallTraits = {
  /** It may be carried out in part. */
  readonly isPartial?: boolean;
};

/**
 * An execution environment of a function: it runs one invocation at a time, keeps what the code keeps in memory, has a
 * clock of its own, and may die with calls in flight. Each call of a port goes through it; that is where the seed decides
 * when the call takes effect, whether it does, and what the caller is told.
 */
export class Environment {
  isDead = false;
  readonly skewMs: number;
  readonly name: string;
  readonly #run: Run;
  #endsAtMs = Infinity;
  #timeOut: () => void = () => undefined;

  constructor(run: Run, name: string) {
    this.#run = run;
    this.name = name;
    this.skewMs = run.faults.strikes('clocks-skewed', 1) ? run.chance.between(-300_000, 300_000) : 0;
  }

  /** Begins an invocation that `timeOut` ends, unless it is over by then. */
  begin(endsAtMs: number, timeOut: () => void): void {
    this.#endsAtMs = endsAtMs;
    this.#timeOut = timeOut;
  }

  /** Waits; an invocation that would wait beyond its end is ended there. */
  #after(delayMs: number, run: () => void): void {
    const { timeline } = this.#run;
    if (timeline.nowMs + delayMs >= this.#endsAtMs) timeline.at(this.#endsAtMs, this.#timeOut);
    timeline.after(delayMs, run);
  }

  readonly nowMs = (): number => this.#run.timeline.nowMs + this.skewMs;
  readonly chance = (): number => this.#run.chance.next();

  readonly pause = (durationMs: number): Promise<void> =>
    new Promise((resolve) => {
      this.#after(durationMs, () => {
        if (!this.isDead) resolve();
      });
    });

  readonly log = (level: string, event: string, fields: object = {}): void => {
    if (this.#run.trace) this.#run.note(`${this.name} ${level} ${event} ${showFields(fields)}`);
  };

  /** Calls a port. What the effect throws is a refusal of the store, and is the caller's to see. */
  readonly call = <Value>(port: string, effect: Effect<Value>, traits: CallTraits = {}): Promise<Value> =>
    new Promise((resolve, reject) => {
      const run = this.#run;
      const { timeline, chance, faults } = run;
      const latencyMs = chance.is(0.1) ? chance.between(20, latencyMsMax) : chance.between(1, 20);
      const fate = faults.fateOf(port, traits.isPartial === true);
      const share = fate === 'batch-partial' ? chance.next() : 1;
      // A request that is on its way when its sender dies arrives, or does not.
      const landsAlone = chance.is(0.5);
      this.#after(latencyMs, () => {
        if (this.isDead && !landsAlone) return;
        if (run.trace) run.note(`${this.name} ${port} ${fate ?? 'done'}${this.isDead ? ' (sender dead)' : ''}`);
        if (fate === 'call-refused' || fate === 'call-throttled') {
          if (!this.isDead) reject(new Error(`${port}: ${fate}`));
          return;
        }
        if (fate === 'call-ambiguous') {
          const delayMs = chance.pick([5, 50, 1_000, 60_000, 600_000]);
          timeline.after(chance.between(1, delayMs), () => landUnseen(effect));
          if (!this.isDead) reject(new Error(`${port}: timed out`));
          return;
        }
        try {
          const value = effect(share);
          if (this.isDead) return;
          if (fate === 'answer-lost') reject(new Error(`${port}: the answer was lost`));
          else resolve(value);
        } catch (refusal) {
          if (!this.isDead) reject(refusal);
        }
      });
    });
}

/** Carries a call out that nobody waits for any more; a refusal of the store is nobody's to see. */
function landUnseen(effect: Effect<unknown>): void {
  try {
    effect(1);
  } catch {
    // The caller was told of a time-out long ago.
  }
}

/** Ids and counts of a log line, without the stacks of faults, which name places of the machine. */
const showFields = (fields: object): string =>
  JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? value.message : value));
