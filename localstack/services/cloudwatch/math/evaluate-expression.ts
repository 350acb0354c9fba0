/** What an expression of metric math comes to. */
import { notImplemented } from '../../../engine/aws-error.ts';
import { validationFailed } from '../errors.ts';
import type { Expression } from './parse-expression.ts';

/** A time series: values by the start of their period. */
export type Series = ReadonlyMap<number, number>;
export type MathValue = number | Series | readonly Series[];

export interface MathScope {
  /** The value behind an id of the request. Throws for an unknown one. */
  named(id: string): MathValue;
  /** All metrics of the request (no expressions), optionally those whose id holds a text. */
  metrics(idPart: string | undefined): readonly Series[];
  /** The starts of all periods that are asked for, ascending. */
  readonly periodsMs: readonly number[];
}

export function evaluateExpression(expression: Expression, scope: MathScope): MathValue {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return scope.named(expression.name);
    case 'list':
      return expression.items.map((item) => asSeries(evaluateExpression(item, scope), 'A list'));
    case 'negative':
      return mapValue(evaluateExpression(expression.of, scope), (value) => -value);
    case 'operation': {
      const { operator, left, right } = expression;
      return combine(evaluateExpression(left, scope), evaluateExpression(right, scope), operate(operator));
    }
    case 'call':
      return call(expression.name, expression.values, scope);
    case 'text':
      throw validationFailed(`Unexpected text '${expression.text}' in expression`);
  }
}

function operate(operator: string): (left: number, right: number) => number {
  const operation = operators[operator];
  if (!operation) throw notImplemented(`cloudwatch metric math operator ${operator}`);
  return operation;
}

const and = (a: number, b: number): number => Number(a !== 0 && b !== 0);
const or = (a: number, b: number): number => Number(a !== 0 || b !== 0);

const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '&&': and,
  AND: and,
  '||': or,
  OR: or,
};

const reducers: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

const mappers: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

function call(name: string, values: readonly Expression[], scope: MathScope): MathValue {
  const [first, second, third] = values;
  if (name === 'METRICS') return scope.metrics(first?.kind === 'text' ? first.text : undefined);
  const reducer = Object.hasOwn(reducers, name) ? reducers[name] : undefined;
  const mapper = Object.hasOwn(mappers, name) ? mappers[name] : undefined;
  if (!reducer && !mapper && name !== 'IF' && name !== 'FILL') {
    throw notImplemented(`cloudwatch metric math function ${name}`);
  }
  if (!first) throw validationFailed(`Invalid number of arguments for function ${name}`);
  const value = evaluateExpression(first, scope);
  if (reducer) return reduce(value, reducer);
  if (mapper) return mapValue(value, mapper);
  if (!second) throw validationFailed(`Invalid number of arguments for function ${name}`);
  if (name === 'FILL') return fill(value, second, scope);
  return choose(value, evaluateExpression(second, scope), third && evaluateExpression(third, scope));
}

/** One series comes to a number; several come to one series, over whatever each period has. */
function reduce(value: MathValue, reducer: (values: readonly number[]) => number): MathValue {
  if (typeof value === 'number') return value;
  if (!isList(value)) return reducer([...value.values()]);
  const gathered = new Map<number, number[]>();
  for (const series of value) {
    for (const [atMs, each] of series) gathered.set(atMs, [...(gathered.get(atMs) ?? []), each]);
  }
  return new Map([...gathered].toSorted(([a], [b]) => a - b).map(([atMs, all]) => [atMs, reducer(all)]));
}

/** Two series meet where both have data. */
function combine(left: MathValue, right: MathValue, operation: (a: number, b: number) => number): MathValue {
  if (isList(left)) return left.map((each) => asSeries(combine(each, right, operation), 'An operation'));
  if (isList(right)) return right.map((each) => asSeries(combine(left, each, operation), 'An operation'));
  if (typeof left === 'number') return mapValue(right, (value) => operation(left, value));
  if (typeof right === 'number') return mapValue(left, (value) => operation(value, right));
  const met = [...left].flatMap(([atMs, value]) => {
    const other = right.get(atMs);
    return other === undefined ? [] : [[atMs, operation(value, other)] as const];
  });
  return new Map(met);
}

function choose(condition: MathValue, yes: MathValue, no: MathValue | undefined): MathValue {
  if (typeof condition === 'number') return condition === 0 ? (no ?? new Map()) : yes;
  const chosen = [...asSeries(condition, 'IF')].flatMap(([atMs, value]) => {
    const source = value === 0 ? no : yes;
    const at = source === undefined || typeof source === 'number' ? source : asSeries(source, 'IF').get(atMs);
    return at === undefined ? [] : [[atMs, at] as const];
  });
  return new Map(chosen);
}

function fill(value: MathValue, filler: Expression, scope: MathScope): MathValue {
  if (isList(value)) return value.map((each) => asSeries(fill(each, filler, scope), 'FILL'));
  const series = asSeries(value, 'FILL');
  if (filler.kind === 'name' && filler.name === 'LINEAR') throw notImplemented('cloudwatch metric math FILL LINEAR');
  const isRepeat = filler.kind === 'name' && filler.name === 'REPEAT';
  const given = isRepeat ? undefined : evaluateExpression(filler, scope);
  const filled = new Map<number, number>();
  let last: number | undefined;
  for (const atMs of scope.periodsMs) {
    const other = typeof given === 'number' || given === undefined ? given : asSeries(given, 'FILL').get(atMs);
    last = series.get(atMs) ?? (isRepeat ? last : other);
    if (last !== undefined) filled.set(atMs, last);
  }
  return filled;
}

function mapValue(value: MathValue, change: (value: number) => number): MathValue {
  if (typeof value === 'number') return change(value);
  if (isList(value)) return value.map((each) => mapSeries(each, change));
  return mapSeries(value, change);
}

function mapSeries(series: Series, change: (value: number) => number): Series {
  return new Map([...series].map(([atMs, each]) => [atMs, change(each)]));
}

function isList(value: MathValue): value is readonly Series[] {
  return Array.isArray(value);
}

function asSeries(value: MathValue, what: string): Series {
  if (typeof value !== 'number' && !isList(value)) return value;
  throw validationFailed(`${what} needs a time series here, not a ${typeof value === 'number' ? 'number' : 'list'}`);
}
