/**
 * Condition operators as data: how a value of the request compares with a value of the policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { BlockList, isIP } from 'node:net';

import { compilePattern } from './pattern.ts';
import type { Matches } from './pattern.ts';

export interface Operator {
  /** Whether a pattern's `*` and `?` mean something in the policy's value. */
  readonly hasPatterns?: boolean;
  /** True for the `Not…` forms, which hold when no value of the policy matches. */
  readonly isNegated?: boolean;
  /** Reads a value of the policy once; the result compares values of requests with it. */
  compile(written: string): Matches;
}

const equals =
  (written: string): Matches =>
  (requested) =>
    requested === written;

function equalsIgnoringCase(written: string): Matches {
  const lower = written.toLowerCase();
  return (requested) => requested.toLowerCase() === lower;
}

/** "Each of the six colon-delimited components of the ARN is checked separately." */
function arnLike(written: string): Matches {
  if (written === '*') return () => true;
  const patterns = splitArn(written).map(compilePattern);
  return (requested) => {
    const parts = splitArn(requested);
    return patterns.length === parts.length && patterns.every((matches, index) => matches(parts[index] ?? ''));
  };
}

function splitArn(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** ISO 8601, or seconds since 1970. */
function readDate(text: string): number {
  return /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function inRange(written: string): Matches {
  const [network = '', bits] = written.split('/');
  const version = isIP(network);
  if (version === 0) return () => false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(network, bits === undefined ? (version === 4 ? 32 : 128) : Number(bits), family);
  return (requested) => isIP(requested) === version && range.check(requested, family);
}

/** The six operators of things that have an order. What cannot be read compares with nothing. */
function ordering(prefix: string, read: (text: string) => number): Record<string, Operator> {
  const compile = (compare: (requested: number, limit: number) => boolean) => (written: string) => {
    const limit = read(written);
    return (requested: string) => compare(read(requested), limit);
  };
  const same = compile((requested, limit) => requested === limit);
  return {
    [`${prefix}Equals`]: { compile: same },
    [`${prefix}NotEquals`]: { compile: same, isNegated: true },
    [`${prefix}LessThan`]: { compile: compile((requested, limit) => requested < limit) },
    [`${prefix}LessThanEquals`]: { compile: compile((requested, limit) => requested <= limit) },
    [`${prefix}GreaterThan`]: { compile: compile((requested, limit) => requested > limit) },
    [`${prefix}GreaterThanEquals`]: { compile: compile((requested, limit) => requested >= limit) },
  };
}

/** All operators but `Null`, which asks whether a key is there at all. */
export const operators: Readonly<Record<string, Operator>> = {
  StringEquals: { compile: equals },
  StringNotEquals: { compile: equals, isNegated: true },
  StringEqualsIgnoreCase: { compile: equalsIgnoringCase },
  StringNotEqualsIgnoreCase: { compile: equalsIgnoringCase, isNegated: true },
  StringLike: { compile: compilePattern, hasPatterns: true },
  StringNotLike: { compile: compilePattern, hasPatterns: true, isNegated: true },
  ...ordering('Numeric', readNumber),
  ...ordering('Date', readDate),
  Bool: { compile: equalsIgnoringCase },
  BinaryEquals: { compile: equals },
  IpAddress: { compile: inRange },
  NotIpAddress: { compile: inRange, isNegated: true },
  ArnEquals: { compile: arnLike, hasPatterns: true },
  ArnLike: { compile: arnLike, hasPatterns: true },
  ArnNotEquals: { compile: arnLike, hasPatterns: true, isNegated: true },
  ArnNotLike: { compile: arnLike, hasPatterns: true, isNegated: true },
};
