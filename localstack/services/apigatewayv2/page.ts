/** Lists of the control plane: query parameters, so numbers come as text. */
import type { ParameterTable } from '../../engine/validation.ts';
import { badRequest } from './errors.ts';

export interface Page {
  readonly maxResults?: string;
  readonly nextToken?: string;
}

export const pageParameters: ParameterTable = { maxResults: { type: 'any' }, nextToken: { type: 'string' } };

/** A page of a list in order of `idOf`; the token is the last id given out. */
export function pageOf<T>(
  items: readonly T[],
  { maxResults = '100', nextToken = '' }: Page,
  idOf: (item: T) => string,
) {
  const limit = Number(maxResults);
  if (!Number.isInteger(limit) || limit < 1) throw badRequest(`Invalid value for maxResults: ${maxResults}`);
  const left = items.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1)).filter((item) => idOf(item) > nextToken);
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return { items: page, ...(left.length > page.length && last !== undefined && { nextToken: idOf(last) }) };
}

/** `changes` without what was not given, over `known`. */
export function merge<T extends object>(known: T, changes: Readonly<Record<string, unknown>>): T {
  return { ...known, ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) };
}
