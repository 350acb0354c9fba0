import { Environment } from './environment.ts';
import type { Run } from './run.ts';

/** Code that has been loaded into an environment: what it keeps in memory it keeps from one invocation to the next. */
type Handler<Event, Answer> = (event: Event, remainingMs: () => number) => Promise<Answer>;

type Warm<Event, Answer> = { readonly environment: Environment; readonly handle: Handler<Event, Answer> };

/** What became of an invocation: an answer, a fault that left the handler, or nothing, because the environment died. */
export type Outcome<Answer> =
  | { readonly type: 'Answered'; readonly answer: Answer; readonly environment: Environment }
  | { readonly type: 'Threw'; readonly fault: unknown }
  | { readonly type: 'Died' };

/** A Lambda function: environments that are made when all are busy, used again when idle, and die. */
export class FunctionPool<Event, Answer> {
  readonly name: string;
  readonly #run: Run;
  readonly #load: (environment: Environment) => Handler<Event, Answer>;
  readonly #timeoutMs: number;
  #idle: Warm<Event, Answer>[] = [];
  #made = 0;

  constructor(run: Run, name: string, timeoutMs: number, load: (environment: Environment) => Handler<Event, Answer>) {
    this.#run = run;
    this.name = name;
    this.#timeoutMs = timeoutMs;
    this.#load = load;
  }

  /** Invokes the function; `done` is called once, in a step of its own or in that of the answer's. */
  invoke(event: Event, done: (outcome: Outcome<Answer>) => void): void {
    const { timeline, faults, chance } = this.#run;
    const warm = this.#take();
    const { environment } = warm;
    const endsAtMs = timeline.nowMs + this.#timeoutMs;
    let isOver = false;
    const end = (outcome: Outcome<Answer>): void => {
      if (isOver) return;
      isOver = true;
      if (outcome.type === 'Died') environment.isDead = true;
      else this.#idle.push(warm);
      done(outcome);
    };
    environment.begin(endsAtMs, () => end({ type: 'Died' }));
    if (faults.strikes('function-killed', 0.15)) timeline.after(chance.between(0, 150), () => end({ type: 'Died' }));
    warm
      .handle(event, () => endsAtMs - timeline.nowMs)
      .then(
        (answer) => end({ type: 'Answered', answer, environment }),
        (fault: unknown) => end({ type: 'Threw', fault }),
      );
  }

  /** Lets every idle environment go, so that the next invocation begins with an empty memory. */
  forget(): void {
    this.#idle = [];
  }

  #take(): Warm<Event, Answer> {
    if (this.#idle.length > 0 && this.#run.faults.strikes('cache-lost', 0.2)) this.forget();
    const warm = this.#idle.pop();
    if (warm) return warm;
    const environment = new Environment(this.#run, `${this.name}.${(this.#made += 1)}`);
    return { environment, handle: this.#load(environment) };
  }
}
