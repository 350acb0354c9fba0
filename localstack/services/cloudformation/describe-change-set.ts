import type { Operation } from '../../engine/service.ts';
import type { ResourceChange } from '../../template/plan-changes.ts';
import { describeParameters } from './describe-parameters.ts';
import { changeSetParameters, executionStatusOf, findChangeSet, type ChangeSetInput } from './find-change-set.ts';
import { isTrue } from './form-input.ts';
import type { CloudformationRoom } from './room.ts';

interface DescribeChangeSet extends ChangeSetInput {
  readonly IncludePropertyValues?: string;
}

/** All changes in one page. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html */
export function describeChangeSet({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: { ...changeSetParameters, IncludePropertyValues: { type: 'string' } },
    run(input: DescribeChangeSet) {
      const changeSet = findChangeSet(deployer, input);
      const { goal, changes } = changeSet;
      const withValues = isTrue(input.IncludePropertyValues);
      return {
        ChangeSetName: changeSet.changeSetName,
        ChangeSetId: changeSet.changeSetId,
        StackId: changeSet.stackId,
        StackName: changeSet.stackName,
        Description: changeSet.description,
        Parameters: describeParameters(goal),
        CreationTime: new Date(changeSet.createdAtMs),
        ExecutionStatus: executionStatusOf(deployer, changeSet),
        Status: changeSet.status,
        StatusReason: changeSet.statusReason,
        NotificationARNs: [],
        RollbackConfiguration: {},
        Capabilities: goal.capabilities,
        Tags: goal.tags,
        Changes: changes.map((change) => ({
          Type: 'Resource',
          ResourceChange: withValues ? change : withoutValues(change),
        })),
        IncludeNestedStacks: false,
        ImportExistingResources: changeSet.importsExisting,
        OnStackFailure: changeSet.onStackFailure,
      };
    },
  };
}

function withoutValues(change: ResourceChange): ResourceChange {
  const { BeforeContext: _before, AfterContext: _after, Details, ...rest } = change;
  return {
    ...rest,
    Details: Details.map(({ Target: { BeforeValue: _was, AfterValue: _is, ...target }, ...detail }) => ({
      ...detail,
      Target: target,
    })),
  };
}
