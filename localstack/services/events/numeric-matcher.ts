/** `{"numeric": [">=", 0, "<", 5]}`: one comparison, or the two ends of a range. */
import { invalidPattern } from './errors.ts';

/** Whether an event, or a value in it, is what a pattern asks for. */
export type Match = (value: unknown) => boolean;

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

export function compileNumeric(operand: unknown): Match {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4)
    throw invalidPattern('Value of numeric must be an array of comparisons');
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const compare = comparisons[String(parts[at])];
    const bound = parts[at + 1];
    if (!compare) throw invalidPattern(`Unrecognized numeric range operator: ${String(parts[at])}`);
    if (typeof bound !== 'number') throw invalidPattern('Value of numeric comparison must be a number');
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((holds) => holds(value));
}
