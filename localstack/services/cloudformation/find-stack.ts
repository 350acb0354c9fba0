import { validationError } from '../../engine/aws-error.ts';
import type { Deployer } from '../../template/deployer.ts';
import type { StackRecord } from '../../template/stack-record.ts';

/** The stack by its name or its id. Throws AWS's sentence when there is none. */
export function findStack(deployer: Deployer, nameOrId: string): StackRecord {
  const stack = deployer.stacks().find(({ stackName, stackId }) => stackName === nameOrId || stackId === nameOrId);
  if (!stack) throw validationError(`Stack with id ${nameOrId} does not exist`);
  return stack;
}
