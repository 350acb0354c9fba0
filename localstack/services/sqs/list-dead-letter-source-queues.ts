import type { Operation } from '../../engine/service.ts';
import { pageOf, pageParameters } from './page.ts';
import type { PageInput } from './page.ts';
import type { SqsState } from './state.ts';

interface ListDeadLetterSourceQueues extends PageInput {
  readonly QueueUrl?: string;
}

/** The queues whose redrive policy names this one. */
export function listDeadLetterSourceQueues({ queues }: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, ...pageParameters },
    run({ QueueUrl, ...page }: ListDeadLetterSourceQueues) {
      const { items, NextToken } = pageOf(queues.sourcesOf(queues.byUrl(QueueUrl).arn), page);
      // The member is lower case on the wire: API_ListDeadLetterSourceQueues.html, "queueUrls".
      return { queueUrls: items.map((queue) => queues.urlOf(queue)), ...(NextToken && { NextToken }) };
    },
  };
}
