/**
 * Event patterns: JSON that an event is compared with, as event rules and the filter criteria of event source mappings
 * use them. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { BlockList, isIP } from 'node:net';

/** Whether an event, or a value in it, is what a pattern asks for. */
export type Matcher = (value: unknown) => boolean;

/** A pattern that AWS would refuse; each service words the refusal in its own way, with this message as the reason. */
export class InvalidPattern extends Error {}

/**
 * Compiles a pattern: an object, of which every field must match. A field's value is a further pattern, or a list of
 * which one entry must match. Throws `InvalidPattern` for what is no pattern.
 */
export function compilePattern(pattern: unknown, path = 'pattern'): Matcher {
  if (!isRecord(pattern)) throw new InvalidPattern(`${path} must be an object or an array`);
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new InvalidPattern(`Empty objects are not allowed: ${path}`);
  const fields = entries.map(([name, part]): Matcher => {
    if (name === '$or' && Array.isArray(part)) return compileOr(part, path);
    const matches = Array.isArray(part) ? compileChoices(part, name) : compileNested(part, name);
    return (event) => matches(isRecord(event) && Object.hasOwn(event, name) ? event[name] : undefined);
  });
  return (event) => fields.every((matches) => matches(event));
}

/** A list of choices against one value, or against any element of a list. */
export function compileChoices(choices: readonly unknown[], path = 'pattern'): Matcher {
  if (choices.length === 0) throw new InvalidPattern(`Empty arrays are not allowed: ${path}`);
  const wanted = choices.filter(isExists).map((choice) => choice.exists);
  const matchers = choices.filter((choice) => !isExists(choice)).map(compileChoice);
  const matchesOne: Matcher = (value) => matchers.some((matches) => matches(value));
  return (value) =>
    wanted.some((isWanted) => isLeaf(value) === isWanted) ||
    (value !== undefined && (Array.isArray(value) ? value.some(matchesOne) : matchesOne(value)));
}

function compileOr(alternatives: readonly unknown[], path: string): Matcher {
  if (alternatives.length < 2) throw new InvalidPattern('$or must be an array of at least two patterns');
  const choices = alternatives.map((each) => compilePattern(each, path));
  return (event) => choices.some((matches) => matches(event));
}

/** A nested pattern looks into an object, or into each object of a list. */
function compileNested(part: unknown, name: string): Matcher {
  const matches = compilePattern(part, name);
  return (value) => (Array.isArray(value) ? value.some(matches) : matches(value));
}

/** "Exists matching only works on leaf nodes. It does not work on intermediate nodes." */
function isLeaf(value: unknown): boolean {
  return value !== undefined && !isRecord(value);
}

function isExists(choice: unknown): choice is { readonly exists: boolean } {
  return isRecord(choice) && Object.keys(choice).length === 1 && typeof choice['exists'] === 'boolean';
}

type CompileOperator = (operand: unknown) => Matcher;

const operators: Readonly<Record<string, CompileOperator>> = {
  prefix: (operand) => compileEdge(operand, 'prefix', (text, edge) => text.startsWith(edge)),
  suffix: (operand) => compileEdge(operand, 'suffix', (text, edge) => text.endsWith(edge)),
  'equals-ignore-case': (operand) => {
    const wanted = textOf(operand, 'equals-ignore-case').toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
  },
  wildcard: compileWildcard,
  numeric: compileNumeric,
  cidr: compileCidr,
  'anything-but': compileAnythingBut,
};

function compileChoice(choice: unknown): Matcher {
  if (!isRecord(choice)) {
    if (Array.isArray(choice)) throw new InvalidPattern('Inside an array only values and matchers are allowed');
    return (value) => value === choice;
  }
  const [name, ...more] = Object.keys(choice);
  if (name === undefined || more.length > 0) throw new InvalidPattern('Only one key allowed in match expression');
  const compile = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!compile) throw new InvalidPattern(`Unrecognized match type ${name}`);
  return compile(choice[name]);
}

/** `{"prefix": "a"}`, or `{"prefix": {"equals-ignore-case": "a"}}`. */
function compileEdge(operand: unknown, name: string, holds: (text: string, edge: string) => boolean): Matcher {
  if (isRecord(operand)) {
    const wanted = textOf(operand['equals-ignore-case'], name).toLowerCase();
    return (value) => typeof value === 'string' && holds(value.toLowerCase(), wanted);
  }
  const wanted = textOf(operand, name);
  return (value) => typeof value === 'string' && holds(value, wanted);
}

function compileWildcard(operand: unknown): Matcher {
  const parts = textOf(operand, 'wildcard').split('*');
  const escaped = parts.map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/gu, String.raw`\$&`));
  const expression = new RegExp(`^${escaped.join('.*')}$`, 'su');
  return (value) => typeof value === 'string' && expression.test(value);
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `{"numeric": [">=", 0, "<", 5]}`: one comparison, or the two ends of a range. */
function compileNumeric(operand: unknown): Matcher {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4) {
    throw new InvalidPattern('Value of numeric must be an array of comparisons');
  }
  const bounds: ((value: number) => boolean)[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const compare = comparisons[String(parts[at])];
    const bound = parts[at + 1];
    if (!compare) throw new InvalidPattern(`Unrecognized numeric range operator: ${String(parts[at])}`);
    if (typeof bound !== 'number') throw new InvalidPattern('Value of numeric comparison must be a number');
    bounds.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && bounds.every((isWithin) => isWithin(value));
}

/** `{"cidr": "10.0.0.0/24"}`: addresses of a network, IPv4 or IPv6. */
function compileCidr(operand: unknown): Matcher {
  const [address = '', bits = '', ...more] = textOf(operand, 'cidr').split('/');
  const version = isIP(address);
  const bitsMax = version === 4 ? 32 : 128;
  if (version === 0 || more.length > 0 || !/^\d{1,3}$/u.test(bits) || Number(bits) > bitsMax) {
    throw new InvalidPattern(`Malformed CIDR: ${JSON.stringify(operand)}`);
  }
  const network = new BlockList();
  network.addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6');
  return (value) =>
    typeof value === 'string' && isIP(value) === version && network.check(value, version === 4 ? 'ipv4' : 'ipv6');
}

/** Of a value, a list of values, or a matcher of a text or of a list of texts. */
function compileAnythingBut(operand: unknown): Matcher {
  if (!isRecord(operand)) {
    const unwanted: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
    return (value) => !unwanted.includes(value);
  }
  const [name = '', ...more] = Object.keys(operand);
  const compile = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!compile || more.length > 0 || name === 'numeric' || name === 'cidr' || name === 'anything-but') {
    throw new InvalidPattern(`Unrecognized anything-but match type ${name}`);
  }
  const operands: readonly unknown[] = Array.isArray(operand[name]) ? operand[name] : [operand[name]];
  const matchers = operands.map(compile);
  return (value) => !matchers.some((matches) => matches(value));
}

function textOf(operand: unknown, name: string): string {
  if (typeof operand === 'string') return operand;
  throw new InvalidPattern(`${name} match pattern must be a string`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
