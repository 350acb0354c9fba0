/** A page of a list of queues in order of name. */
import type { ParameterTable } from '../../engine/validation.ts';
import { invalidValue } from './errors.ts';
import type { Queue } from './queue.ts';

export interface PageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export const pageParameters: ParameterTable = { MaxResults: { type: 'integer' }, NextToken: { type: 'string' } };

const resultsMax = 1000;

/** The token is the last name given out, so that a list that changes between pages neither repeats nor skips. */
export function pageOf(
  queues: readonly Queue[],
  { MaxResults = resultsMax, NextToken }: PageInput,
): { readonly items: readonly Queue[]; readonly NextToken?: string } {
  if (MaxResults < 1 || MaxResults > resultsMax) {
    throw invalidValue('MaxResults', MaxResults, 'MaxResults must be an integer between 1 and 1000.');
  }
  const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64').toString();
  const left = queues.filter(({ name }) => name > after);
  const items = left.slice(0, MaxResults);
  const last = items.at(-1);
  return left.length > items.length && last
    ? { items, NextToken: Buffer.from(last.name).toString('base64') }
    : { items };
}
