import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export type SimulationArguments = {
  readonly mode: 'seeds' | 'one' | 'mutants' | 'designs' | 'help';
  readonly first: number;
  readonly count: number;
  readonly threads: number;
};

export const help = `npm run simulate -- [options]

Simulates the whole pipeline, one run for each seed, and looks for broken promises.

  --seeds N      how many seeds (2,000; with --mutants at most so many for each mutant, 2,000; with --designs for each cell, 200)
  --first S      the first seed (the commit's hash as a number)
  --seed S       one run, byte for byte the same each time, with its trace
  --mutants      every known mistake, made in the real code, must be found
  --designs      other designs of the aggregate under each kind of fault, and how often they are wrong
  --threads N    how many threads (as many as there are processors)
  --help         this text`;

/** The commit's hash as a number below 2³², so that every commit is tested with seeds of its own; 1 without a commit. */
export function commitSeed(): number {
  try {
    const hash = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number.parseInt(hash.slice(0, 8), 16);
  } catch {
    // Not a checkout: a copy of the sources is simulated all the same.
    return 1;
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new RangeError(`--${name} must be a whole number, got ${JSON.stringify(text)}`);
  return Number(text);
}

/** Reads the command line; throws, naming what is wrong, when it makes no sense. */
export function readArguments(argv: readonly string[]): SimulationArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: 'string' },
      first: { type: 'string' },
      seed: { type: 'string' },
      threads: { type: 'string' },
      mutants: { type: 'boolean', default: false },
      designs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const one = wholeNumber('seed', values.seed);
  const threads = Math.max(1, wholeNumber('threads', values.threads) ?? availableParallelism());
  const count = wholeNumber('seeds', values.seeds);
  const first = wholeNumber('first', values.first) ?? commitSeed();
  if (values.help) return { mode: 'help', first, count: 0, threads };
  if (one !== undefined) return { mode: 'one', first: one, count: 1, threads };
  if (values.mutants) return { mode: 'mutants', first, count: count ?? 2_000, threads };
  if (values.designs) return { mode: 'designs', first, count: count ?? 200, threads };
  return { mode: 'seeds', first, count: count ?? 2_000, threads };
}
