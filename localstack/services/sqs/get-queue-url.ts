import type { Operation } from '../../engine/service.ts';
import { missingParameter, queueDoesNotExist } from './errors.ts';
import type { SqsState } from './state.ts';

interface GetQueueUrl {
  readonly QueueName?: string;
  readonly QueueOwnerAWSAccountId?: string;
}

export function getQueueUrl({ engine, queues }: SqsState): Operation {
  return {
    parameters: { QueueName: { type: 'string' }, QueueOwnerAWSAccountId: { type: 'string' } },
    run({ QueueName, QueueOwnerAWSAccountId = engine.accountId }: GetQueueUrl) {
      if (!QueueName) throw missingParameter('QueueName');
      if (QueueOwnerAWSAccountId !== engine.accountId) throw queueDoesNotExist();
      return { QueueUrl: queues.urlOf(queues.byName(QueueName)) };
    },
  };
}
