/** A page of a list in order of ARN: "up to 100" of them. */
import type { ParameterTable } from '../../engine/validation.ts';

export const pageParameters: ParameterTable = { NextToken: { type: 'string' } };

const itemsMax = 100;

/** The token is the last ARN given out, so that a list that changes between pages neither repeats nor skips. */
export function pageOf<T extends { readonly arn: string }>(
  items: readonly T[],
  nextToken: string | undefined,
): { readonly page: readonly T[]; readonly NextToken?: string } {
  const after = nextToken === undefined ? '' : Buffer.from(nextToken, 'base64').toString();
  const left = items.filter(({ arn }) => arn > after);
  const page = left.slice(0, itemsMax);
  const last = page.at(-1);
  const hasMore = left.length > page.length && last !== undefined;
  return { page, ...(hasMore && { NextToken: Buffer.from(last.arn).toString('base64') }) };
}
