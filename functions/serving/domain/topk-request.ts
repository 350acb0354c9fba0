import { isUserId, providers } from '../../listens/domain/listen-event.ts';
import type { Provider } from '../../listens/domain/listen-event.ts';
import { ok, refuse } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import { windowKinds } from './window.ts';
import type { WindowKind } from './window.ts';

/** What somebody asks for, with every default filled in. */
export type TopkRequest = {
  readonly userId: string;
  readonly days: number;
  readonly k: number;
  readonly window: WindowKind;
  readonly provider?: Provider;
  readonly inferred: 'include' | 'exclude';
};

/** One thing that is wrong with a request. */
export type Problem = { readonly parameter: string; readonly value: string; readonly message: string };

/** How much of an offending value a problem quotes. */
const quotedLengthMax = 100;

type Read<Value> = (text: string) => Value | undefined;

const wholeNumber =
  (min: number, max: number): Read<number> =>
  (text) => {
    const value = Number(text);
    return /^\d{1,4}$/.test(text) && value >= min && value <= max ? value : undefined;
  };
const oneOf =
  <const Value extends string>(values: readonly Value[]): Read<Value> =>
  (text) =>
    values.find((value) => value === text);

/** Every parameter: how it is read, and what is said when it cannot be. */
const parameters = {
  days: { read: wholeNumber(1, 7), message: 'must be a whole number from 1 to 7' },
  k: { read: wholeNumber(1, 100), message: 'must be a whole number from 1 to 100' },
  window: { read: oneOf(windowKinds), message: `must be one of ${windowKinds.join(', ')}` },
  provider: { read: oneOf(providers), message: `must be one of ${providers.join(', ')}` },
  inferred: { read: oneOf(['include', 'exclude']), message: 'must be one of include, exclude' },
} as const;

type ParameterName = keyof typeof parameters;
type ParameterValue<Name extends ParameterName> = ReturnType<(typeof parameters)[Name]['read']>;

const problemOf = (parameter: string, value: string, message: string): Problem => ({
  parameter,
  value: value.slice(0, quotedLengthMax),
  message,
});

/**
 * Parameters that do not exist, and those that are given more than once: taking either for granted would hide a
 * mistake.
 */
function strayParameters(query: readonly (readonly [string, string])[]): Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const [name, value] of query) {
    if (!Object.hasOwn(parameters, name)) problems.push(problemOf(name, value, 'is not a parameter'));
    else if (seen.has(name)) problems.push(problemOf(name, value, 'must not be repeated'));
    seen.add(name);
  }
  return problems;
}

/**
 * Reads a request from the user id of its path and the name and value pairs of its query, in their order.
 * Refuses with every problem there is, not only the first, so that a caller mends a request in one go.
 */
export function readTopkRequest(
  userId: string,
  query: readonly (readonly [string, string])[],
): Result<TopkRequest, readonly Problem[]> {
  const problems: Problem[] = [];
  const texts = new Map(query.toReversed());
  const read = <Name extends ParameterName>(name: Name): ParameterValue<Name> | undefined => {
    const text = texts.get(name);
    if (text === undefined) return undefined;
    const value = parameters[name].read(text) as ParameterValue<Name> | undefined;
    if (value === undefined) problems.push(problemOf(name, text, parameters[name].message));
    return value;
  };

  if (!isUserId(userId))
    problems.push(
      problemOf('user_id', userId, 'must be 1 to 128 letters, digits or ._:@~- and begin with a letter or digit'),
    );
  const days = read('days') ?? 7;
  const k = read('k') ?? 10;
  const window = read('window') ?? 'calendar';
  const provider = read('provider');
  const inferred = read('inferred') ?? 'include';
  problems.push(...strayParameters(query));
  if (problems.length > 0) return refuse(problems);
  return ok({ userId, days, k, window, inferred, ...(provider === undefined ? {} : { provider }) });
}
