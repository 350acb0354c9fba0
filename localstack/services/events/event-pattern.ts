/**
 * Event patterns: which events a rule is for.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { notImplemented } from '../../engine/aws-error.ts';
import { invalidPattern } from './errors.ts';
import { compileNumeric } from './numeric-matcher.ts';
import type { Match } from './numeric-matcher.ts';

/** Throws `InvalidEventPatternException`, or `NotImplemented` for a matcher that is not here. */
export function compileEventPattern(text: string): Match {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw invalidPattern('Unable to parse JSON');
  }
  return compileObject(pattern, 'pattern');
}

function compileObject(pattern: unknown, path: string): Match {
  if (!isRecord(pattern)) throw invalidPattern(`${path} must be an object or an array`);
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalidPattern(`Empty objects are not allowed: ${path}`);
  const matches = entries.map(([name, asked]): Match => {
    if (name === '$or') return compileOr(asked, path);
    const match = Array.isArray(asked) ? compileField(asked, name) : compileNested(asked, name);
    return (value) => match(isRecord(value) ? value[name] : undefined);
  });
  return (value) => matches.every((match) => match(value));
}

function compileOr(asked: unknown, path: string): Match {
  if (!Array.isArray(asked) || asked.length < 2) throw invalidPattern('$or must be an array of at least two patterns');
  const matches = asked.map((each) => compileObject(each, path));
  return (value) => matches.some((match) => match(value));
}

/** A nested pattern looks into an object, or into each object of an array. */
function compileNested(asked: unknown, name: string): Match {
  const match = compileObject(asked, name);
  return (value) => (Array.isArray(value) ? value.some(match) : match(value));
}

/** A field matches when one of its values matches one of the matchers. */
function compileField(asked: readonly unknown[], name: string): Match {
  if (asked.length === 0) throw invalidPattern(`Empty arrays are not allowed: ${name}`);
  const exists = asked.filter(isExists).map((matcher) => matcher.exists);
  const matches = asked.filter((matcher) => !isExists(matcher)).map(compileMatcher);
  return (value) =>
    exists.some((isWanted) => (value !== undefined) === isWanted) ||
    (value !== undefined && valuesOf(value).some((each) => matches.some((match) => match(each))));
}

function valuesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isExists(matcher: unknown): matcher is { readonly exists: boolean } {
  return isRecord(matcher) && typeof matcher['exists'] === 'boolean';
}

type CompileMatcher = (operand: unknown) => Match;

const compileByName: Readonly<Record<string, CompileMatcher>> = {
  prefix: (operand) => compileEnds(operand, 'prefix', (text, end) => text.startsWith(end)),
  suffix: (operand) => compileEnds(operand, 'suffix', (text, end) => text.endsWith(end)),
  'equals-ignore-case': (operand) => {
    const wanted = textOf(operand, 'equals-ignore-case').toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
  },
  wildcard: (operand) => {
    const parts = textOf(operand, 'wildcard').split('*');
    const expression = new RegExp(
      `^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')).join('.*')}$`,
      'su',
    );
    return (value) => typeof value === 'string' && expression.test(value);
  },
  numeric: compileNumeric,
  'anything-but': compileAnythingBut,
};

function compileMatcher(matcher: unknown): Match {
  if (!isRecord(matcher)) {
    if (Array.isArray(matcher)) throw invalidPattern('Inside an array only values and matchers are allowed');
    return (value) => value === matcher;
  }
  const [name, ...more] = Object.keys(matcher);
  if (name === undefined || more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  const compile = compileByName[name];
  if (name === 'cidr') throw notImplemented('events pattern matcher cidr');
  if (!compile) throw invalidPattern(`Unrecognized match type ${name}`);
  return compile(matcher[name]);
}

/** `{"prefix": "a"}`, or `{"prefix": {"equals-ignore-case": "a"}}`. */
function compileEnds(operand: unknown, name: string, holds: (text: string, end: string) => boolean): Match {
  if (isRecord(operand)) {
    const wanted = textOf(operand['equals-ignore-case'], name).toLowerCase();
    return (value) => typeof value === 'string' && holds(value.toLowerCase(), wanted);
  }
  const wanted = textOf(operand, name);
  return (value) => typeof value === 'string' && holds(value, wanted);
}

/** Of a value, a list of values, or a matcher of a text or of a list of texts. */
function compileAnythingBut(operand: unknown): Match {
  if (!isRecord(operand)) {
    const unwanted = valuesOf(operand);
    return (value) => !unwanted.includes(value);
  }
  const [name = '', ...more] = Object.keys(operand);
  const compile = compileByName[name];
  if (!compile || more.length > 0 || name === 'numeric' || name === 'anything-but') {
    throw invalidPattern(`Unrecognized anything-but match type ${name}`);
  }
  const matches = valuesOf(operand[name]).map(compile);
  return (value) => !matches.some((match) => match(value));
}

function textOf(operand: unknown, name: string): string {
  if (typeof operand === 'string') return operand;
  throw invalidPattern(`${name} match pattern must be a string`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
