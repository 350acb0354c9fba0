/** Parameters that many operations share. Numbers and booleans are text in the query protocol. */
import type { Parameter, ParameterTable } from '../../engine/validation.ts';

export const roleName: Parameter = {
  type: 'string',
  required: true,
  lengthMin: 1,
  lengthMax: 64,
  pattern: '[\\w+=,.@-]+',
};

export const policyName: Parameter = {
  type: 'string',
  required: true,
  lengthMin: 1,
  lengthMax: 128,
  pattern: '[\\w+=,.@-]+',
};

export const policyArn: Parameter = { type: 'string', required: true, lengthMin: 20, lengthMax: 2048 };

export const policyDocument: Parameter = { type: 'string', required: true, lengthMin: 1, lengthMax: 131_072 };

export const path: Parameter = { type: 'string', lengthMax: 512, pattern: '(/)|(/[\\u0021-\\u007f]+/)' };

export const tagList: Parameter = {
  type: 'list',
  member: {
    type: 'structure',
    members: { Key: { type: 'string', required: true, lengthMin: 1 }, Value: { type: 'string', required: true } },
  },
};

export const pageParameters: ParameterTable = { Marker: { type: 'string' }, MaxItems: { type: 'any' } };

export interface Page {
  readonly Marker?: string;
  readonly MaxItems?: string;
}

/** A page of a list whose items are in order of `nameOf`; the marker is the last name given out. */
export function pageOf<T>(items: readonly T[], { Marker = '', MaxItems = '100' }: Page, nameOf: (item: T) => string) {
  const left = items.filter((item) => nameOf(item) > Marker);
  const page = left.slice(0, Number(MaxItems));
  const last = page.at(-1);
  const isTruncated = left.length > page.length && last !== undefined;
  return { items: page, end: { IsTruncated: isTruncated, ...(isTruncated && { Marker: nameOf(last) }) } };
}
