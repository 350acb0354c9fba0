/** How many invocations run at once, and who may have one more. https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
import { tooManyRequests } from '../errors.ts';
import type { FunctionRecord } from '../function-record.ts';

export class Concurrency {
  readonly #accountMax: number;
  readonly #functions: () => Iterable<FunctionRecord>;
  readonly #running = new Map<string, number>();

  constructor(accountMax: number, functions: () => Iterable<FunctionRecord>) {
    this.#accountMax = accountMax;
    this.#functions = functions;
  }

  get accountMax(): number {
    return this.#accountMax;
  }

  /** What is left for functions that reserve nothing. */
  get unreservedMax(): number {
    let reserved = 0;
    for (const { reservedConcurrency = 0 } of this.#functions()) reserved += reservedConcurrency;
    return this.#accountMax - reserved;
  }

  /** Takes a place for one invocation; throws AWS's 429 when there is none. Give it back with `leave`. */
  enter({ name, reservedConcurrency }: FunctionRecord): void {
    const running = this.#running.get(name) ?? 0;
    if (reservedConcurrency !== undefined) {
      if (running >= reservedConcurrency) throw tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded');
    } else if (this.#runningUnreserved() >= this.unreservedMax) {
      throw tooManyRequests('ConcurrentInvocationLimitExceeded');
    }
    this.#running.set(name, running + 1);
  }

  /** Invocations of a function that are under way. */
  running(name: string): number {
    return this.#running.get(name) ?? 0;
  }

  leave(name: string): void {
    const running = (this.#running.get(name) ?? 1) - 1;
    if (running > 0) this.#running.set(name, running);
    else this.#running.delete(name);
  }

  #runningUnreserved(): number {
    const reserving = new Set<string>();
    for (const { name, reservedConcurrency } of this.#functions()) {
      if (reservedConcurrency !== undefined) reserving.add(name);
    }
    let count = 0;
    for (const [name, running] of this.#running) if (!reserving.has(name)) count += running;
    return count;
  }
}
