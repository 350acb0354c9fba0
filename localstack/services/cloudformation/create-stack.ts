import type { Operation } from '../../engine/service.ts';
import type { StackOperation } from '../../template/stack-record.ts';
import { stackExists } from './errors.ts';
import { isTrue } from './form-input.ts';
import { failureAction, goalParameters, readGoal, type GoalInput } from './goal-input.ts';
import type { CloudformationRoom } from './room.ts';

interface CreateStack extends GoalInput {
  readonly StackName: string;
  readonly OnFailure?: StackOperation['onFailure'];
  readonly ClientRequestToken?: string;
  readonly EnableTerminationProtection?: string;
  readonly RetainExceptOnCreate?: string;
}

/** Answers at once; the work goes on. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export function createStack(room: CloudformationRoom): Operation {
  return {
    parameters: {
      ...goalParameters,
      StackName: { type: 'string', required: true, lengthMax: 128, pattern: '[a-zA-Z][-a-zA-Z0-9]*' },
      OnFailure: { type: 'string', enum: ['DO_NOTHING', 'ROLLBACK', 'DELETE'] },
      DisableRollback: { type: 'string' },
      ClientRequestToken: { type: 'string', lengthMin: 1, lengthMax: 128 },
      EnableTerminationProtection: { type: 'string' },
      RetainExceptOnCreate: { type: 'string' },
    },
    async run(input: CreateStack) {
      const { deployer } = room;
      const { StackName, OnFailure, ClientRequestToken, EnableTerminationProtection, RetainExceptOnCreate } = input;
      const known = deployer.stack(StackName);
      if (known && known.status !== 'REVIEW_IN_PROGRESS') throw stackExists(StackName);
      const stack = known ?? deployer.review(StackName);
      const goal = await readGoal(room, stack, input);
      const running = deployer.begin(
        { ...stack, isProtected: isTrue(EnableTerminationProtection) },
        {
          kind: 'CREATE',
          goal,
          onFailure: OnFailure ?? failureAction(input),
          retainsExceptOnCreate: isTrue(RetainExceptOnCreate),
          ...(ClientRequestToken !== undefined && { clientRequestToken: ClientRequestToken }),
        },
      );
      deployer.detach(StackName, running);
      return { StackId: stack.stackId };
    },
  };
}
