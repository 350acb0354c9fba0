import type { Operation } from '../../engine/service.ts';
import { validationError } from '../../template/errors.ts';
import { isOtherTemplate } from '../../template/plan-changes.ts';
import { sameJson } from '../../template/same-json.ts';
import { cannotUpdate } from './errors.ts';
import { isTrue } from './form-input.ts';
import { failureAction, goalParameters, readGoal, type GoalInput } from './goal-input.ts';
import type { CloudformationRoom } from './room.ts';
import { kindOf, mayUpdate } from './stack-states.ts';

interface UpdateStack extends GoalInput {
  readonly StackName: string;
  readonly ClientRequestToken?: string;
  readonly RetainExceptOnCreate?: string;
}

/** Answers at once; the work goes on. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html */
export function updateStack(room: CloudformationRoom): Operation {
  return {
    parameters: {
      ...goalParameters,
      StackName: { type: 'string', required: true },
      DisableRollback: { type: 'string' },
      ClientRequestToken: { type: 'string', lengthMin: 1, lengthMax: 128 },
      RetainExceptOnCreate: { type: 'string' },
    },
    async run(input: UpdateStack) {
      const { deployer } = room;
      const { StackName, ClientRequestToken, RetainExceptOnCreate } = input;
      const stack = deployer.find(StackName);
      if (!stack || stack.status === 'DELETE_COMPLETE') throw validationError(`Stack [${StackName}] does not exist`);
      if (!mayUpdate(stack)) throw cannotUpdate(stack);
      const goal = await readGoal(room, stack, input);
      const isSame = !isOtherTemplate(stack, goal) && sameJson(stack.tags ?? [], goal.tags ?? []);
      const isWhole = stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED';
      if (isSame && isWhole && deployer.plan(stack, goal).length === 0) {
        throw validationError('No updates are to be performed.');
      }
      const { changeSetId: _executed, ...rest } = stack;
      const running = deployer.begin(rest, {
        kind: kindOf(stack),
        goal,
        onFailure: failureAction(input),
        retainsExceptOnCreate: isTrue(RetainExceptOnCreate),
        ...(ClientRequestToken !== undefined && { clientRequestToken: ClientRequestToken }),
      });
      deployer.detach(stack.stackName, running);
      return { StackId: stack.stackId };
    },
  };
}
