/**
 * Event patterns: JSON that an event is compared with, as filter criteria and event rules use them.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
import { notImplemented } from '../../../engine/aws-error.ts';

export type Matcher = (value: unknown) => boolean;

/** A pattern that AWS would refuse; the caller words the refusal. */
export class InvalidPattern extends Error {}

/**
 * Compiles a pattern: an object, of which every field must match. A field's value is a further pattern, or a list of
 * which one entry must match. Throws `InvalidPattern` for what is no pattern, NotImplemented for an operator we lack.
 */
export function compilePattern(pattern: unknown): Matcher {
  if (!isRecord(pattern)) throw new InvalidPattern('a pattern is a JSON object');
  const fields = Object.entries(pattern).map(([name, part]): Matcher => {
    if (name === '$or' && Array.isArray(part)) {
      const choices = part.map(compilePattern);
      return (event) => choices.some((matches) => matches(event));
    }
    const matches = Array.isArray(part) ? compileChoices(part) : compileNested(part);
    return (event) => matches(isRecord(event) && Object.hasOwn(event, name) ? event[name] : undefined);
  });
  if (fields.length === 0) throw new InvalidPattern('an empty pattern matches nothing');
  return (event) => fields.every((matches) => matches(event));
}

/** A list of choices against one value, or against any element of a list. */
export function compileChoices(choices: readonly unknown[]): Matcher {
  if (choices.length === 0) throw new InvalidPattern('an empty list matches nothing');
  const matchers = choices.map(compileChoice);
  const matchesOne: Matcher = (value) => matchers.some((matches) => matches(value));
  return (value) => (Array.isArray(value) && value.length > 0 ? value.some(matchesOne) : matchesOne(value));
}

function compileNested(part: unknown): Matcher {
  const matches = compilePattern(part);
  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
}

function compileChoice(choice: unknown): Matcher {
  if (!isRecord(choice)) return (value) => value === choice;
  const [operator, ...others] = Object.keys(choice);
  if (operator === undefined || others.length > 0) throw new InvalidPattern('a choice has one operator');
  return compileOperator(operator, choice[operator]);
}

function compileOperator(operator: string, operand: unknown): Matcher {
  switch (operator) {
    case 'exists':
      return operand === true ? (value) => value !== undefined : (value) => value === undefined;
    case 'prefix':
      return compileEdge(operand, (text, edge) => text.startsWith(edge));
    case 'suffix':
      return compileEdge(operand, (text, edge) => text.endsWith(edge));
    case 'equals-ignore-case':
      return compileEdge(text(operand).toLowerCase(), (value, wanted) => value.toLowerCase() === wanted);
    case 'wildcard':
      return compileWildcard(text(operand));
    case 'numeric':
      return compileNumeric(operand);
    case 'anything-but':
      return compileAnythingBut(operand);
    default:
      throw notImplemented(`event pattern operator '${operator}'`);
  }
}

function compileEdge(operand: unknown, matches: (value: string, operand: string) => boolean): Matcher {
  if (isRecord(operand)) {
    const wanted = text(operand['equals-ignore-case']).toLowerCase();
    return (value) => typeof value === 'string' && matches(value.toLowerCase(), wanted);
  }
  const wanted = text(operand);
  return (value) => typeof value === 'string' && matches(value, wanted);
}

function compileWildcard(wildcard: string): Matcher {
  const parts = wildcard.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/gu, String.raw`\$&`));
  const expression = new RegExp(`^${parts.join('.*')}$`, 'su');
  return (value) => typeof value === 'string' && expression.test(value);
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function compileNumeric(operand: unknown): Matcher {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0) {
    throw new InvalidPattern('numeric takes pairs of an operator and a number');
  }
  const bounds: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = comparisons[String(operand[index])];
    const bound: unknown = operand[index + 1];
    if (!compare || typeof bound !== 'number') throw new InvalidPattern('numeric takes =, <, <=, > or >= and a number');
    bounds.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && bounds.every((isWithin) => isWithin(value));
}

/** Matches a value that is there and is none of these. */
function compileAnythingBut(operand: unknown): Matcher {
  const excluded = Array.isArray(operand) ? compileChoices(operand) : compileChoice(operand);
  return (value) => value !== undefined && !excluded(value);
}

function text(operand: unknown): string {
  if (typeof operand !== 'string') throw new InvalidPattern(`a string is wanted, not ${JSON.stringify(operand)}`);
  return operand;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
