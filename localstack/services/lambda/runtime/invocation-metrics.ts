/** Measures invocations. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
import type { Clock } from '../../../engine/clock.ts';
import type { MetricDoor } from '../../../engine/doors.ts';

export class InvocationMetrics {
  readonly #clock: Clock;
  readonly #door: MetricDoor;

  constructor(clock: Clock, door: MetricDoor) {
    this.#clock = clock;
    this.#door = door;
  }

  /** An invocation has begun, and is one of `running` of its function. */
  began(functionName: string, running: number): void {
    this.#put(functionName, 'ConcurrentExecutions', running, 'Count');
  }

  ended(functionName: string, durationMs: number, isError: boolean): void {
    this.#put(functionName, 'Invocations', 1, 'Count');
    this.#put(functionName, 'Errors', Number(isError), 'Count');
    this.#put(functionName, 'Duration', durationMs, 'Milliseconds');
    this.#put(functionName, 'Throttles', 0, 'Count');
  }

  throttled(functionName: string): void {
    this.#put(functionName, 'Throttles', 1, 'Count');
  }

  /** For the function, and for all functions together. */
  #put(functionName: string, name: string, value: number, unit: string): void {
    const nowMs = this.#clock.nowMs();
    this.#door.put('AWS/Lambda', name, { FunctionName: functionName }, value, unit, nowMs);
    this.#door.put('AWS/Lambda', name, {}, value, unit, nowMs);
  }
}
