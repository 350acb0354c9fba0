import type { Operation } from '../../engine/service.ts';
import { findStack } from './find-stack.ts';
import { isTrue } from './form-input.ts';
import type { CloudformationRoom } from './room.ts';

interface UpdateTerminationProtection {
  readonly StackName: string;
  readonly EnableTerminationProtection: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html */
export function updateTerminationProtection({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: {
      StackName: { type: 'string', required: true },
      EnableTerminationProtection: { type: 'string', required: true },
    },
    run({ StackName, EnableTerminationProtection }: UpdateTerminationProtection) {
      const stack = findStack(deployer, StackName);
      deployer.amend(stack, { isProtected: isTrue(EnableTerminationProtection) });
      return { StackId: stack.stackId };
    },
  };
}
