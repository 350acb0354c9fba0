/** What a fault rule says, and the check of rules that people write: in a file, over HTTP or in a test. */

/** What happens to a call that a rule strikes. */
export type FaultEffect =
  /** The service's own answer to a caller who is too fast. */
  | { readonly kind: 'throttle' }
  | { readonly kind: 'fail'; readonly code: string; readonly statusCode: number; readonly message?: string }
  /** The call begins so much later. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** The work is done and the caller does not hear of it: the connection is reset. */
  | { readonly kind: 'drop-reply' }
  /** The function's processes are killed `afterMs` (0) after the call has begun; the call itself goes on. */
  | { readonly kind: 'kill-function'; readonly functionName: string; readonly afterMs?: number }
  /** The service answers 503. */
  | { readonly kind: 'down' };

export interface FaultRule {
  readonly id?: string;
  /** As in a signature's scope: `kinesis`, `dynamodb`, `sqs`, `lambda`, …, and `execute-api` for deployed HTTP APIs. */
  readonly service: string;
  /** By default every operation. An HTTP API's operations are its methods. */
  readonly operation?: string;
  /** A part of the name or ARN of a resource that the call names; with `*`, a pattern of the whole. */
  readonly resource?: string;
  readonly effect: FaultEffect;
  /** How likely a matching call is struck, 0 to 1; by default 1. */
  readonly probability?: number;
  /** The same seed strikes the same calls of a sequence. Made up, and shown, when not given. */
  readonly seed?: number;
  /** How many calls are struck at most. */
  readonly count?: number;
  /** Epoch milliseconds on the cloud's clock. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** How long it lasts, from `fromMs` or from when it was added. */
  readonly forMs?: number;
}

/** A rule that cannot be: the message names the member and its value. */
export class FaultRuleError extends Error {
  override readonly name = 'FaultRuleError';
}

type Check = readonly [isValid: (value: unknown) => boolean, wanted: string];
type Members = Readonly<Record<string, { readonly check: Check; readonly isRequired?: boolean }>>;

const text: Check = [(value) => typeof value === 'string' && value !== '', 'a text that is not empty'];
const duration: Check = [(value) => Number.isFinite(value) && (value as number) >= 0, 'milliseconds, at least 0'];
const instant: Check = [(value) => Number.isFinite(value), 'a number of epoch milliseconds'];
const effectMembers: Readonly<Record<FaultEffect['kind'], Members>> = {
  throttle: {},
  fail: {
    code: { check: text, isRequired: true },
    statusCode: { check: [(value) => isWithin(value, 400, 599), 'an integer from 400 to 599'], isRequired: true },
    message: { check: [(value) => typeof value === 'string', 'a text'] },
  },
  delay: { delayMs: { check: duration, isRequired: true } },
  'drop-reply': {},
  'kill-function': { functionName: { check: text, isRequired: true }, afterMs: { check: duration } },
  down: {},
};
const kinds = Object.keys(effectMembers);
const ruleMembers: Members = {
  // Ids stand in paths, as they are.
  id: { check: [(value) => typeof value === 'string' && /^[\w.-]+$/u.test(value), 'letters, digits, _, . and -'] },
  service: { check: text, isRequired: true },
  operation: { check: text },
  resource: { check: text },
  effect: { check: [isObject, `an object with a kind (${kinds.join(', ')})`], isRequired: true },
  probability: {
    check: [(value) => typeof value === 'number' && value >= 0 && value <= 1, 'a number from 0 to 1'],
  },
  seed: { check: [Number.isInteger, 'an integer'] },
  count: { check: [(value) => isWithin(value, 1, Number.MAX_SAFE_INTEGER), 'an integer, at least 1'] },
  fromMs: { check: instant },
  untilMs: { check: instant },
  forMs: { check: duration },
};

/** One rule from parsed JSON. Throws `FaultRuleError` with the first thing that is wrong. */
export function parseFaultRule(value: unknown): FaultRule {
  if (!isObject(value)) throw new FaultRuleError(`A rule must be an object, got ${show(value)}.`);
  checkMembers('', ruleMembers, value);
  const effect = value['effect'] as Readonly<Record<string, unknown>>;
  const { kind, ...members } = effect;
  if (!kinds.includes(kind as string))
    throw new FaultRuleError(`effect.kind must be one of ${kinds.join(', ')}, got ${show(kind)}.`);
  checkMembers('effect.', effectMembers[kind as FaultEffect['kind']], members);
  const rule = value as unknown as FaultRule;
  checkWindow(rule);
  return rule;
}

/** One rule or a list of them. */
export function parseFaultRules(value: unknown): readonly FaultRule[] {
  return Array.isArray(value) ? value.map(parseFaultRule) : [parseFaultRule(value)];
}

function checkMembers(prefix: string, members: Members, value: Readonly<Record<string, unknown>>): void {
  for (const [name, given] of Object.entries(value)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!member) throw new FaultRuleError(`There is no member '${prefix}${name}' (${show(given)}).`);
    const [isValid, wanted] = member.check;
    if (!isValid(given)) throw new FaultRuleError(`${prefix}${name} must be ${wanted}, got ${show(given)}.`);
  }
  for (const [name, { check, isRequired }] of Object.entries(members)) {
    if (isRequired && !Object.hasOwn(value, name))
      throw new FaultRuleError(`${prefix}${name} is missing: it must be ${check[1]}.`);
  }
}

function checkWindow({ fromMs, untilMs, forMs }: FaultRule): void {
  if (untilMs !== undefined && forMs !== undefined)
    throw new FaultRuleError(`untilMs (${untilMs}) and forMs (${forMs}) both say when the rule ends: give one.`);
  if (fromMs !== undefined && untilMs !== undefined && untilMs <= fromMs)
    throw new FaultRuleError(`untilMs (${untilMs}) must be later than fromMs (${fromMs}).`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWithin(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
