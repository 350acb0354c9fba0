import type { Operation } from '../../engine/service.ts';
import { invalidValue, missingParameter } from './errors.ts';
import { hasStatement, policyOf } from './queue-policy.ts';
import type { SqsState } from './state.ts';

interface AddPermission {
  readonly QueueUrl?: string;
  readonly Label?: string;
  readonly AWSAccountIds?: readonly string[];
  readonly Actions?: readonly string[];
}

/** What others may be allowed. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
const shareable = new Set([
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
]);

const texts = { type: 'list', member: { type: 'string' } } as const;

/** Adds a statement to the queue's policy that allows accounts the actions. */
export function addPermission({ engine, queues }: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, Label: { type: 'string' }, AWSAccountIds: texts, Actions: texts },
    run({ QueueUrl, Label, AWSAccountIds = [], Actions = [] }: AddPermission) {
      const queue = queues.byUrl(QueueUrl);
      if (!Label) throw missingParameter('Label');
      if (AWSAccountIds.length === 0) throw missingParameter('AWSAccountIds');
      if (Actions.length === 0) throw missingParameter('Actions');
      if (!/^[\w-]{1,80}$/u.test(Label)) {
        const reason = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
        throw invalidValue('Label', Label, reason);
      }
      const unknown = Actions.find((action) => !shareable.has(action));
      if (unknown !== undefined) {
        const reason = 'Only the queue owner is allowed to invoke this action.';
        throw invalidValue('ActionName', `SQS:${unknown}`, reason);
      }
      const policy = policyOf(queue);
      if (hasStatement(policy, Label)) throw invalidValue('Label', Label, 'Already exists.');
      const statement = {
        Sid: Label,
        Effect: 'Allow',
        Principal: { AWS: oneOrMore(AWSAccountIds.map((id) => `arn:aws:iam::${id}:root`)) },
        Action: oneOrMore(Actions.map((action) => `SQS:${action}`)),
        Resource: queue.arn,
      };
      const Policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
      queue.attributes = { ...queue.attributes, Policy };
      queue.modifiedAtMs = engine.clock.nowMs();
      queues.put(queue);
    },
  };
}

function oneOrMore(values: readonly string[]): string | readonly string[] | undefined {
  return values.length === 1 ? values[0] : values;
}
