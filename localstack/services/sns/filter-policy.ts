/**
 * Filter policies: which messages of a topic a subscription is for.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
import { compilePattern, InvalidPattern } from '../../engine/event-pattern.ts';
import { invalidParameter } from './errors.ts';
import type { MessageAttributes } from './message-attributes.ts';

export type Filter = (message: string, attributes: MessageAttributes) => boolean;

/** "A filter policy can have a maximum of five attribute names", and 150 combinations. sns-filter-policy constraints */
const keysMax = 5;
const combinationsMax = 150;

const matchesAll: Filter = () => true;

/** The filter of a subscription's attributes. Throws `InvalidParameter` in SNS's words for what is no policy. */
export function compileFilterPolicy({
  FilterPolicy: text,
  FilterPolicyScope: scope,
}: Readonly<Record<string, string>>): Filter {
  if (!text) return matchesAll;
  const policy = parse(text);
  if (Object.keys(policy).length === 0) return matchesAll;
  checkPolicy(policy, scope);
  const matches = compile(policy);
  if (scope !== 'MessageBody') return (_message, attributes) => matches(valuesOf(attributes));
  return (message) => {
    const body = parseBody(message);
    return body !== undefined && matches(body);
  };
}

function compile(policy: Readonly<Record<string, unknown>>): (value: unknown) => boolean {
  try {
    return compilePattern(policy);
  } catch (fault) {
    if (!(fault instanceof InvalidPattern)) throw fault;
    throw invalidParameter(`FilterPolicy: ${fault.message}`);
  }
}

function parse(text: string): Record<string, unknown> {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (fault) {
    throw invalidParameter(`FilterPolicy: failed to parse JSON. ${(fault as Error).message}`);
  }
  if (isRecord(policy)) return policy;
  throw invalidParameter('FilterPolicy: Filter policy must be a JSON object');
}

function checkPolicy(policy: Readonly<Record<string, unknown>>, scope: string | undefined): void {
  const leaves = leavesOf(policy, scope !== 'MessageBody');
  if (leaves.length > keysMax) throw invalidParameter('FilterPolicy: Filter policy can not have more than 5 keys');
  // In a body's policy a choice counts as many times as it is deep.
  const combinations = leaves.reduce((product, { count, depth }) => product * count * depth, 1);
  if (combinations > combinationsMax) throw invalidParameter('FilterPolicy: Filter policy is too complex');
}

interface Leaf {
  readonly count: number;
  readonly depth: number;
}

function leavesOf(policy: Readonly<Record<string, unknown>>, isFlat: boolean, depth = 1): Leaf[] {
  return Object.entries(policy).flatMap(([key, value]): Leaf[] => {
    if (key === '$or' && Array.isArray(value)) {
      return value.filter(isRecord).flatMap((each) => leavesOf(each, isFlat, depth));
    }
    if (Array.isArray(value)) return [{ count: value.length, depth }];
    if (!isRecord(value)) throw invalidParameter(`FilterPolicy: "${key}" must be an object or an array`);
    if (isFlat) {
      throw invalidParameter('Filter policy scope MessageAttributes does not support nested filter policy');
    }
    return leavesOf(value, isFlat, depth + 1);
  });
}

/** Attributes as a policy sees them: numbers as numbers, arrays as lists; binary ones "are ignored". */
function valuesOf(attributes: MessageAttributes): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, { DataType, StringValue = '' }] of Object.entries(attributes)) {
    if (DataType === 'String.Array') values[name] = parseArray(StringValue);
    else if (DataType.startsWith('Number')) values[name] = Number(StringValue);
    else if (DataType.startsWith('String')) values[name] = StringValue;
  }
  return values;
}

/** Text that is no array matches as the text it is. */
function parseArray(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : text;
  } catch {
    return text;
  }
}

function parseBody(message: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(message);
    return isRecord(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
