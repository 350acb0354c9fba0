/** Parameters that many operations share. */
import type { Parameter, ParameterTable } from '../../engine/validation.ts';

export const name: Parameter = { type: 'string', required: true, lengthMin: 1, lengthMax: 2048 };

export const nameList: Parameter = {
  type: 'list',
  required: true,
  lengthMin: 1,
  lengthMax: 10,
  member: { type: 'string' },
};

export const pageParameters: ParameterTable = {
  MaxResults: { type: 'integer', valueMin: 1, valueMax: 50 },
  NextToken: { type: 'string' },
};

export interface Page {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** A page of a list in order of name; the token is the last name given out. */
export function pageOf<T extends { readonly name: string }>(
  items: readonly T[],
  { MaxResults, NextToken = '' }: Page,
  resultsMax: number,
): { readonly items: readonly T[]; readonly end: { readonly NextToken?: string } } {
  const left = items.filter((item) => item.name > NextToken);
  const page = left.slice(0, MaxResults ?? resultsMax);
  const last = page.at(-1);
  return { items: page, end: left.length > page.length && last ? { NextToken: last.name } : {} };
}
