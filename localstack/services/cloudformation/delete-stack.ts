import type { Operation } from '../../engine/service.ts';
import type { Deployer } from '../../template/deployer.ts';
import { validationError } from '../../template/errors.ts';
import type { StackRecord } from '../../template/stack-record.ts';
import { listOf } from './form-input.ts';
import { checkDeploymentConfig, deploymentConfig, type DeploymentConfig } from './goal-input.ts';
import type { CloudformationRoom } from './room.ts';
import { isInProgress } from './stack-states.ts';

interface DeleteStack {
  readonly StackName: string;
  readonly RetainResources?: unknown;
  readonly ClientRequestToken?: string;
  readonly DeploymentConfig?: DeploymentConfig;
}

/**
 * By name or by id; answers at once, the work goes on. A stack that is not there is no error.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
 */
export function deleteStack({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: {
      StackName: { type: 'string', required: true },
      RetainResources: { type: 'any' },
      RoleARN: { type: 'string' },
      ClientRequestToken: { type: 'string', lengthMin: 1, lengthMax: 128 },
      DeploymentConfig: deploymentConfig,
    },
    run({ StackName, RetainResources, ClientRequestToken, DeploymentConfig: config }: DeleteStack) {
      checkDeploymentConfig(config);
      const stack = deployer.find(StackName);
      if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return;
      const retainedIds = listOf<string>(RetainResources);
      checkDeletable(stack, retainedIds);
      const token = ClientRequestToken === undefined ? {} : { clientRequestToken: ClientRequestToken };
      deployer.detach(stack.stackName, beginDeletion(deployer, stack, { retainedIds, ...token }));
    },
  };
}

function checkDeletable(
  { stackName, stackId, status, isProtected }: StackRecord,
  retainedIds: readonly string[],
): void {
  if (isProtected)
    throw validationError(`Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`);
  if (retainedIds.length > 0 && status !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack [${stackId}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    );
  }
  if (/^UPDATE_.*_IN_PROGRESS$|^UPDATE_IN_PROGRESS$/u.test(status)) {
    throw validationError(`Stack [${stackName}] cannot be deleted while in status ${status}`);
  }
}

/** A creation under way is let come to its end first; then what it has made is deleted. */
async function beginDeletion(
  deployer: Deployer,
  stack: StackRecord,
  options: { readonly retainedIds: readonly string[]; readonly clientRequestToken?: string },
): Promise<void> {
  if (isInProgress(stack)) await deployer.settled(stack.stackName);
  const now = deployer.find(stack.stackId);
  if (now && now.status !== 'DELETE_COMPLETE') await deployer.begin(now, { kind: 'DELETE', goal: now, ...options });
}
