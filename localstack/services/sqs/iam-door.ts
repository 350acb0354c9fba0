/** SQS for IAM: the policies of queues, and the queue that a move task takes messages from. */
import { AwsError } from '../../engine/aws-error.ts';
import type { IamDoor } from '../../engine/service.ts';
import { parseTaskHandle } from './move-task-handle.ts';
import type { Queues } from './queues.ts';

export function openIamDoor(queues: Queues): IamDoor {
  return {
    policyOf: (arn) => queues.find(arn)?.attributes['Policy'],
    resolve: (_member, taskHandle) => {
      try {
        return parseTaskHandle(taskHandle).sourceArn;
      } catch (fault) {
        // For the operation to refuse in its own words.
        if (fault instanceof AwsError) return undefined;
        throw fault;
      }
    },
  };
}
