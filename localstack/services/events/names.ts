/** Parameters that many operations share. */
import type { Parameter, ParameterTable } from '../../engine/validation.ts';

export const ruleName: Parameter = {
  type: 'string',
  required: true,
  lengthMin: 1,
  lengthMax: 64,
  pattern: '[\\.\\-_A-Za-z0-9]+',
};

export const busName: ParameterTable = { EventBusName: { type: 'string', lengthMin: 1, lengthMax: 1600 } };

export const tagList: Parameter = {
  type: 'list',
  member: {
    type: 'structure',
    members: { Key: { type: 'string', required: true, lengthMin: 1 }, Value: { type: 'string', required: true } },
  },
};

export const pageParameters: ParameterTable = {
  NextToken: { type: 'string' },
  Limit: { type: 'integer', valueMin: 1, valueMax: 100 },
};

export interface Page {
  readonly NextToken?: string;
  readonly Limit?: number;
}

/** A page of a list in order of `keyOf`; the token is the last key given out. */
export function pageOf<T>(items: readonly T[], { NextToken = '', Limit = 100 }: Page, keyOf: (item: T) => string) {
  const left = items.filter((item) => keyOf(item) > NextToken);
  const page = left.slice(0, Limit);
  const last = page.at(-1);
  return { items: page, end: left.length > page.length && last !== undefined ? { NextToken: keyOf(last) } : {} };
}
