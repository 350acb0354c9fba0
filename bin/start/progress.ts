/** One line per step: what it is, how it goes, what it came to and how long it took. */
const nameWidth = 11;

/** Tells what a step is doing now. On a terminal the line changes in place; elsewhere only results are printed. */
export type Tell = (text: string) => void;

export class Progress {
  readonly #startedAtMs: number;

  constructor(startedAtMs: number) {
    this.#startedAtMs = startedAtMs;
  }

  elapsed(): string {
    return seconds(Date.now() - this.#startedAtMs);
  }

  /** Runs a step. What it resolves with may say its result in a `summary`. A failure names the step. */
  async step<T>(name: string, run: (tell: Tell) => Promise<T>): Promise<T> {
    const beganMs = Date.now();
    const title = name.padEnd(nameWidth);
    const tell: Tell = (text) => {
      if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${title}${text} …`);
    };
    tell('');
    try {
      const outcome = await run(tell);
      if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
      console.log(`${title}${summaryOf(outcome).padEnd(66)} ${seconds(Date.now() - beganMs).padStart(7)}`);
      return outcome;
    } catch (fault) {
      if (process.stdout.isTTY) process.stdout.write('\n');
      throw new Error(`${name}: ${(fault as Error).message}`, { cause: fault });
    }
  }
}

/** `1 account`, `2 accounts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function summaryOf(outcome: unknown): string {
  if (typeof outcome !== 'object' || outcome === null) return 'done';
  return 'summary' in outcome && typeof outcome.summary === 'string' ? outcome.summary : 'done';
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
