import { validationFailed } from './errors.ts';

/** A page of a list; the token is where the next one begins. */
export function pageOf<T>(
  items: readonly T[],
  itemsMax: number,
  token: string | undefined,
): { readonly page: readonly T[]; readonly NextToken?: string } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(start) || start < 0) throw validationFailed(`Invalid NextToken '${token}'`);
  const end = start + itemsMax;
  const next = Buffer.from(String(end)).toString('base64');
  return { page: items.slice(start, end), ...(items.length > end && { NextToken: next }) };
}
