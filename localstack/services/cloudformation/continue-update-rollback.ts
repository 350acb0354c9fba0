import type { Operation } from '../../engine/service.ts';
import { validationError } from '../../template/errors.ts';
import { findStack } from './find-stack.ts';
import { listOf } from './form-input.ts';
import type { CloudformationRoom } from './room.ts';

interface ContinueUpdateRollback {
  readonly StackName: string;
  readonly ResourcesToSkip?: unknown;
  readonly ClientRequestToken?: string;
}

/** Goes on with a rollback that failed, without the resources that are to be skipped. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html */
export function continueUpdateRollback({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: {
      StackName: { type: 'string', required: true },
      RoleARN: { type: 'string' },
      ResourcesToSkip: { type: 'any' },
      ClientRequestToken: { type: 'string', lengthMin: 1, lengthMax: 128 },
    },
    run({ StackName, ResourcesToSkip, ClientRequestToken }: ContinueUpdateRollback) {
      const stack = findStack(deployer, StackName);
      const { stackId, stackName, status, operation } = stack;
      if (status !== 'UPDATE_ROLLBACK_FAILED' || !operation) {
        throw validationError(`Stack:${stackId} is in ${status} state and can not be rolled back.`);
      }
      const skipped = listOf<string>(ResourcesToSkip);
      const { kind, goal, undos } = operation;
      const running = deployer.begin(stack, {
        kind,
        goal,
        phase: 'back',
        undos: undos.filter(({ logicalId }) => !skipped.includes(logicalId)),
        ...(ClientRequestToken !== undefined && { clientRequestToken: ClientRequestToken }),
      });
      deployer.detach(stackName, running);
    },
  };
}
