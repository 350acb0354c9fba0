/** The `Condition` element of a statement, compiled. All of its lines have to hold. */
import { operators } from './operators.ts';
import type { Operator } from './operators.ts';
import { escapePattern } from './pattern.ts';
import type { Matches } from './pattern.ts';
import type { Lookup } from './question.ts';
import { hasVariable, substitute } from './variables.ts';

export type Holds = (lookup: Lookup) => boolean;

export interface CompiledCondition {
  readonly holds: Holds;
  /** Operators that are not known here. A statement that has one cannot be judged. */
  readonly unknownOperators: readonly string[];
}

type Quantifier = 'ForAnyValue' | 'ForAllValues' | undefined;

/** Compiles `{ StringEquals: { 'aws:SourceAccount': '…' }, … }`. */
export function compileCondition(block: Readonly<Record<string, unknown>>): CompiledCondition {
  const lines: Holds[] = [];
  const unknownOperators: string[] = [];
  for (const [name, keys] of Object.entries(block)) {
    const operator = readOperator(name);
    if (!operator) {
      unknownOperators.push(name);
      continue;
    }
    for (const [key, written] of Object.entries(keys as Readonly<Record<string, unknown>>)) {
      const values = (Array.isArray(written) ? written : [written]).map(String);
      lines.push(operator(key.toLowerCase(), values));
    }
  }
  return { holds: (lookup) => lines.every((holds) => holds(lookup)), unknownOperators };
}

type CompileLine = (key: string, values: readonly string[]) => Holds;

/** `ForAnyValue:StringLikeIfExists` is a quantifier, an operator and a suffix. Undefined when the operator is unknown. */
function readOperator(name: string): CompileLine | undefined {
  const parts = /^(?:(?<quantifier>ForAnyValue|ForAllValues):)?(?<base>[A-Za-z]+?)(?<ifExists>IfExists)?$/u.exec(name);
  const { quantifier, base = '', ifExists } = parts?.groups ?? {};
  if (base === 'Null') return (key, values) => (lookup) => (lookup(key) === undefined) === (values[0] === 'true');
  const operator = Object.hasOwn(operators, base) ? operators[base] : undefined;
  if (!operator) return undefined;
  return (key, values) => compileLine(operator, quantifier as Quantifier, ifExists !== undefined, key, values);
}

function compileLine(
  operator: Operator,
  quantifier: Quantifier,
  mayBeAbsent: boolean,
  key: string,
  values: readonly string[],
): Holds {
  const compiled = compileValues(operator, values);
  const { isNegated = false } = operator;
  return (lookup) => {
    const requested = lookup(key);
    // "If the key is not present, negated operators and IfExists hold"; so does ForAllValues, of no values at all.
    if (requested === undefined) return mayBeAbsent || quantifier === 'ForAllValues' || (isNegated && !quantifier);
    const written = compiled(lookup);
    const passes = (value: string): boolean => written.some((matches) => matches(value)) !== isNegated;
    return quantifier === 'ForAnyValue' || (quantifier === undefined && !isNegated)
      ? requested.some(passes)
      : requested.every(passes);
  };
}

/** Values without variables are compiled once; a variable without a value matches nothing. */
function compileValues(operator: Operator, values: readonly string[]): (lookup: Lookup) => readonly Matches[] {
  if (!values.some(hasVariable)) {
    const compiled = values.map((value) => operator.compile(value));
    return () => compiled;
  }
  const escape = operator.hasPatterns ? escapePattern : (value: string) => value;
  return (lookup) =>
    values.flatMap((value) => {
      const filled = substitute(value, lookup, escape);
      return filled === undefined ? [] : operator.compile(filled);
    });
}
