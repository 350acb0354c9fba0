/**
 * The execution environments of one function: warm ones are used again, the most recently used first, so that the
 * others can grow old and end; a waiting invocation goes to whichever is free first, a started one or a used one.
 */
import type { Clock, Timer } from '../../../engine/clock.ts';
import type { Environment, Invocation, Outcome } from './environment.ts';
import { exited } from './failure.ts';

export interface PoolSettings {
  /** An environment that has not been used for so long ends. */
  readonly idleLimitMs: number;
  /** Processes of one function that may be starting at the same time: more of them only make each other slower. */
  readonly startingMax: number;
}

interface Waiting {
  readonly invocation: Invocation;
  readonly resolve: (outcome: Outcome) => void;
}

interface Idle {
  readonly environment: Environment;
  readonly timer: Timer;
}

/** What an invocation gets that the cloud's own end has overtaken. */
const killedOutcome: Outcome = {
  payload: Buffer.from(JSON.stringify(exited('', { code: null, signal: 'SIGKILL' }))),
  isError: true,
  logTail: '',
  durationMs: 0,
};

export class EnvironmentPool {
  readonly #newEnvironment: () => Environment;
  readonly #clock: Clock;
  readonly #settings: PoolSettings;
  readonly #environments = new Set<Environment>();
  #idle: Idle[] = [];
  #waiting: Waiting[] = [];
  #startingCount = 0;
  #isRetired = false;
  #isStopped = false;

  constructor(newEnvironment: () => Environment, clock: Clock, settings: PoolSettings) {
    this.#newEnvironment = newEnvironment;
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Runs an invocation on a free environment, or on the first one to become free. Never rejects. */
  run(invocation: Invocation): Promise<Outcome> {
    if (this.#isStopped) return Promise.resolve(killedOutcome);
    const environment = this.#takeIdle();
    if (environment) return this.#runOn(environment, invocation);
    return new Promise((resolve) => {
      this.#waiting.push({ invocation, resolve });
      this.#startMore();
    });
  }

  /** Ends idle environments now and the others after what they are doing: their code or settings are out of date. */
  retire(): void {
    this.#isRetired = true;
    for (const { environment, timer } of this.#idle.splice(0)) {
      timer.cancel();
      environment.stop();
    }
  }

  /** Kills all environments; invocations that wait, or come, get new ones. */
  kill(): void {
    for (const environment of this.#environments) environment.stop();
  }

  /** Ends all environments now; resolves when their processes are gone. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.retire();
    for (const { resolve } of this.#waiting.splice(0)) resolve(killedOutcome);
    const environments = [...this.#environments];
    for (const environment of environments) environment.stop();
    await Promise.all(environments.map(({ ended }) => ended));
  }

  #takeIdle(): Environment | undefined {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      idle.timer.cancel();
      if (idle.environment.isUsable) return idle.environment;
    }
    return undefined;
  }

  async #runOn(environment: Environment, invocation: Invocation): Promise<Outcome> {
    const outcome = await environment.run(invocation);
    this.#release(environment);
    return outcome;
  }

  #startMore(): void {
    const { startingMax } = this.#settings;
    while (this.#startingCount < Math.min(this.#waiting.length, startingMax)) {
      this.#startingCount += 1;
      this.#await(this.#newEnvironment());
    }
  }

  /** A start that fails is tried again, once, for the invocation that still waits for it. */
  #await(environment: Environment): void {
    this.#environments.add(environment);
    void environment.ended.then(() => this.#forget(environment));
    void environment.started.then(() => {
      const again = environment.isUsable || this.#waiting.length === 0 ? undefined : environment.startAgain();
      if (again) return this.#await(again);
      this.#startingCount -= 1;
      if (environment.isUsable) this.#release(environment);
      else this.#tellFailure(environment);
    });
  }

  /** The oldest waiting invocation is the one a failed start was for. */
  #tellFailure(environment: Environment): void {
    const next = this.#waiting.shift();
    if (next) void environment.run(next.invocation).then(next.resolve);
    this.#startMore();
  }

  #release(environment: Environment): void {
    const next = environment.isUsable ? this.#waiting.shift() : undefined;
    if (next) void this.#runOn(environment, next.invocation).then(next.resolve);
    else if (!environment.isUsable) this.#startMore();
    else if (this.#isRetired) environment.stop();
    else this.#rest(environment);
  }

  #rest(environment: Environment): void {
    const timer = this.#clock.after(this.#settings.idleLimitMs, () => {
      this.#idle = this.#idle.filter((idle) => idle.environment !== environment);
      environment.stop();
    });
    this.#idle.push({ environment, timer });
  }

  #forget(environment: Environment): void {
    this.#environments.delete(environment);
    const idle = this.#idle.find((each) => each.environment === environment);
    idle?.timer.cancel();
    this.#idle = this.#idle.filter((each) => each !== idle);
  }
}
