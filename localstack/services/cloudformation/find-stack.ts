import type { Deployer } from '../../template/deployer.ts';
import { validationError } from '../../template/errors.ts';
import type { StackRecord } from '../../template/stack-record.ts';

/** The stack by its name or its id (a deleted one by its id). Throws AWS's sentence when there is none. */
export function findStack(deployer: Deployer, nameOrId: string): StackRecord {
  const stack = deployer.find(nameOrId);
  if (!stack) throw validationError(`Stack with id ${nameOrId} does not exist`);
  return stack;
}
