import type { Operation } from '../../engine/service.ts';
import { invalidValue, missingParameter } from './errors.ts';
import { hasStatement, policyOf } from './queue-policy.ts';
import type { SqsState } from './state.ts';

interface RemovePermission {
  readonly QueueUrl?: string;
  readonly Label?: string;
}

/** Takes the labelled statement out of the queue's policy, and the policy away with its last statement. */
export function removePermission({ engine, queues }: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, Label: { type: 'string' } },
    run({ QueueUrl, Label }: RemovePermission) {
      const queue = queues.byUrl(QueueUrl);
      if (!Label) throw missingParameter('Label');
      const policy = policyOf(queue);
      if (!hasStatement(policy, Label)) {
        throw invalidValue('Label', Label, "can't find label on existing policy.");
      }
      const { Policy: _former, ...attributes } = queue.attributes;
      const Statement = policy.Statement.filter(({ Sid }) => Sid !== Label);
      queue.attributes =
        Statement.length > 0 ? { ...attributes, Policy: JSON.stringify({ ...policy, Statement }) } : attributes;
      queue.modifiedAtMs = engine.clock.nowMs();
      queues.put(queue);
    },
  };
}
