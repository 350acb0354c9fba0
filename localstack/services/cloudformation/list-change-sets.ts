import type { Operation } from '../../engine/service.ts';
import { executionStatusOf } from './find-change-set.ts';
import { findStack } from './find-stack.ts';
import type { CloudformationRoom } from './room.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html */
export function listChangeSets({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: { StackName: { type: 'string', required: true } },
    run: ({ StackName }: { StackName: string }) => ({
      Summaries: deployer.changeSets.of(findStack(deployer, StackName).stackId).map((changeSet) => ({
        StackId: changeSet.stackId,
        StackName: changeSet.stackName,
        ChangeSetId: changeSet.changeSetId,
        ChangeSetName: changeSet.changeSetName,
        ExecutionStatus: executionStatusOf(deployer, changeSet),
        Status: changeSet.status,
        StatusReason: changeSet.statusReason,
        CreationTime: new Date(changeSet.createdAtMs),
        Description: changeSet.description,
        IncludeNestedStacks: false,
      })),
    }),
  };
}
