import type { Operation } from '../../engine/service.ts';
import { validationError } from '../../template/errors.ts';
import { findStack } from './find-stack.ts';
import { isTrue } from './form-input.ts';
import type { CloudformationRoom } from './room.ts';

interface RollbackStack {
  readonly StackName: string;
  readonly ClientRequestToken?: string;
  readonly RetainExceptOnCreate?: string;
}

/** Takes a failed operation back that was told to leave its failure as it is. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html */
export function rollbackStack({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: {
      StackName: { type: 'string', required: true },
      RoleARN: { type: 'string' },
      ClientRequestToken: { type: 'string', lengthMin: 1, lengthMax: 128 },
      RetainExceptOnCreate: { type: 'string' },
    },
    run({ StackName, ClientRequestToken, RetainExceptOnCreate }: RollbackStack) {
      const stack = findStack(deployer, StackName);
      const { stackId, stackName, status, operation } = stack;
      if ((status !== 'CREATE_FAILED' && status !== 'UPDATE_FAILED') || !operation) {
        throw validationError(`Stack [${stackName}] can not be rolled back in its current status of [${status}]`);
      }
      const { kind, goal } = operation;
      const running = deployer.begin(stack, {
        kind,
        goal,
        phase: 'back',
        cleanups: [],
        retainsExceptOnCreate: isTrue(RetainExceptOnCreate),
        ...(ClientRequestToken !== undefined && { clientRequestToken: ClientRequestToken }),
      });
      deployer.detach(stackName, running);
      return { StackId: stackId };
    },
  };
}
