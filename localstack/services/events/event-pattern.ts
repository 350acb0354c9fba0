/** Event patterns in EventBridge's words: which events a rule is for. */
import { compilePattern, InvalidPattern } from '../../engine/event-pattern.ts';
import type { Matcher } from '../../engine/event-pattern.ts';
import { invalidPattern } from './errors.ts';

/** Throws `InvalidEventPatternException` for what is no pattern. */
export function compileEventPattern(text: string): Matcher {
  try {
    return compilePattern(parse(text));
  } catch (fault) {
    if (!(fault instanceof InvalidPattern)) throw fault;
    throw invalidPattern(fault.message);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidPattern('Unable to parse JSON');
  }
}
