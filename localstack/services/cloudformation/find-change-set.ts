import type { ChangeSet } from '../../template/change-sets.ts';
import type { Deployer } from '../../template/deployer.ts';
import { changeSetNotFound } from './errors.ts';
import { findStack } from './find-stack.ts';

export interface ChangeSetInput {
  readonly ChangeSetName: string;
  readonly StackName?: string;
}

export const changeSetParameters = {
  ChangeSetName: { type: 'string', required: true, lengthMin: 1, lengthMax: 1600 },
  StackName: { type: 'string' },
} as const;

/** By id alone, or by name together with its stack. */
export function findChangeSet(deployer: Deployer, input: ChangeSetInput): ChangeSet {
  const { ChangeSetName, StackName } = input;
  const stackId = StackName === undefined ? undefined : findStack(deployer, StackName).stackId;
  const changeSet = deployer.changeSets.find(ChangeSetName, stackId);
  if (!changeSet) throw changeSetNotFound(ChangeSetName);
  return changeSet;
}

/** How the execution stands, as its stack's status tells. */
export function executionStatusOf(deployer: Deployer, { executionStatus, stackId }: ChangeSet): string {
  if (executionStatus !== 'EXECUTE_IN_PROGRESS') return executionStatus;
  const { status = 'DELETE_COMPLETE' } = deployer.find(stackId) ?? {};
  if (status.endsWith('_IN_PROGRESS')) return executionStatus;
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
}
