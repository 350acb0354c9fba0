import type { Operation } from '../../engine/service.ts';
import { invalidValue } from './errors.ts';
import { pageOf, pageParameters } from './page.ts';
import type { PageInput } from './page.ts';
import type { SqsState } from './state.ts';

interface ListQueues extends PageInput {
  readonly QueueNamePrefix?: string;
}

/** Queue URLs in order of name, at most 1,000. */
export function listQueues({ queues }: SqsState): Operation {
  return {
    parameters: { QueueNamePrefix: { type: 'string' }, ...pageParameters },
    run({ QueueNamePrefix = '', ...page }: ListQueues) {
      if (page.NextToken !== undefined && page.MaxResults === undefined) {
        throw invalidValue('NextToken', page.NextToken, 'MaxResults is required when NextToken is given.');
      }
      const found = queues.list().filter(({ name }) => name.startsWith(QueueNamePrefix));
      const { items, NextToken } = pageOf(found, page);
      return { QueueUrls: items.map((queue) => queues.urlOf(queue)), ...(NextToken && { NextToken }) };
    },
  };
}
