import type { Operation } from '../../engine/service.ts';
import { changeSetParameters, type ChangeSetInput } from './find-change-set.ts';
import { findStack } from './find-stack.ts';
import type { CloudformationRoom } from './room.ts';

/** One that is not there is no error. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html */
export function deleteChangeSet({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: changeSetParameters,
    run({ ChangeSetName, StackName }: ChangeSetInput) {
      const stackId = StackName === undefined ? undefined : findStack(deployer, StackName).stackId;
      const changeSet = deployer.changeSets.find(ChangeSetName, stackId);
      if (changeSet) deployer.changeSets.delete(changeSet);
    },
  };
}
