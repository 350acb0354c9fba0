import type { Operation } from '../../engine/service.ts';
import type { ChangeSet } from '../../template/change-sets.ts';
import { cannotUpdate, invalidChangeSetStatus } from './errors.ts';
import { changeSetParameters, findChangeSet, type ChangeSetInput } from './find-change-set.ts';
import { findStack } from './find-stack.ts';
import { isTrue } from './form-input.ts';
import type { CloudformationRoom } from './room.ts';
import { kindOf, mayUpdate } from './stack-states.ts';

interface ExecuteChangeSet extends ChangeSetInput {
  readonly ClientRequestToken?: string;
  readonly DisableRollback?: string;
  readonly RetainExceptOnCreate?: string;
}

/** Answers at once; the work goes on. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html */
export function executeChangeSet(room: CloudformationRoom): Operation {
  return {
    parameters: {
      ...changeSetParameters,
      ClientRequestToken: { type: 'string', lengthMin: 1, lengthMax: 128 },
      DisableRollback: { type: 'string' },
      RetainExceptOnCreate: { type: 'string' },
    },
    run(input: ExecuteChangeSet) {
      const changeSet = findChangeSet(room.deployer, input);
      const { changeSetId, status, executionStatus } = changeSet;
      if (executionStatus !== 'AVAILABLE') {
        throw invalidChangeSetStatus(changeSetId, status === 'FAILED' ? status : executionStatus);
      }
      execute(room, changeSet, input);
    },
  };
}

function execute({ deployer }: CloudformationRoom, changeSet: ChangeSet, input: ExecuteChangeSet): void {
  const { stackId, changeSetId, goal, onStackFailure = 'ROLLBACK', importsExisting = false } = changeSet;
  const stack = findStack(deployer, stackId);
  if (stack.status !== 'REVIEW_IN_PROGRESS' && !mayUpdate(stack)) throw cannotUpdate(stack);
  deployer.changeSets.put({ ...changeSet, executionStatus: 'EXECUTE_IN_PROGRESS' });
  const { ClientRequestToken, DisableRollback, RetainExceptOnCreate } = input;
  const running = deployer.begin(
    { ...stack, changeSetId },
    {
      kind: kindOf(stack),
      goal,
      onFailure: isTrue(DisableRollback) ? 'DO_NOTHING' : onStackFailure,
      importsExisting,
      retainsExceptOnCreate: isTrue(RetainExceptOnCreate),
      ...(ClientRequestToken !== undefined && { clientRequestToken: ClientRequestToken }),
    },
  );
  deployer.detach(stack.stackName, running);
}
