import { notImplemented } from '../../engine/aws-error.ts';
import { faultText } from '../../engine/log.ts';
import { randomUuid } from '../../engine/random.ts';
import type { Operation } from '../../engine/service.ts';
import type { ChangeSet } from '../../template/change-sets.ts';
import { validationError } from '../../template/errors.ts';
import { isOtherTemplate, type ResourceChange } from '../../template/plan-changes.ts';
import { sameJson } from '../../template/same-json.ts';
import type { StackGoal, StackRecord } from '../../template/stack-record.ts';
import { cannotUpdate, changeSetExists } from './errors.ts';
import { isTrue } from './form-input.ts';
import { failureAction, goalParameters, readGoal, type GoalInput } from './goal-input.ts';
import type { CloudformationRoom } from './room.ts';
import { mayUpdate } from './stack-states.ts';

interface CreateChangeSet extends GoalInput {
  readonly StackName: string;
  readonly ChangeSetName: string;
  readonly ChangeSetType?: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly Description?: string;
  readonly ClientToken?: string;
  readonly OnStackFailure?: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  readonly ImportExistingResources?: string;
}

/** AWS says it so, and the CDK CLI looks for the words. */
const nothingChanges =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Works a change set out at once. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html */
export function createChangeSet(room: CloudformationRoom): Operation {
  return {
    parameters: {
      ...goalParameters,
      StackName: { type: 'string', required: true, pattern: '[a-zA-Z][-a-zA-Z0-9]{0,127}|arn:[-a-zA-Z0-9:/._+]*' },
      ChangeSetName: { type: 'string', required: true, lengthMax: 128, pattern: '[a-zA-Z][-a-zA-Z0-9]*' },
      ChangeSetType: { type: 'string', enum: ['CREATE', 'UPDATE', 'IMPORT'] },
      Description: { type: 'string', lengthMax: 1024 },
      ClientToken: { type: 'string', lengthMax: 128 },
      OnStackFailure: { type: 'string', enum: ['DO_NOTHING', 'ROLLBACK', 'DELETE'] },
      // There are no nested stacks here, so including them changes nothing.
      IncludeNestedStacks: { type: 'string' },
      ImportExistingResources: { type: 'string' },
    },
    async run(input: CreateChangeSet) {
      const { ChangeSetName, ChangeSetType: kind = 'UPDATE' } = input;
      if (kind === 'IMPORT') throw notImplemented('cloudformation ChangeSetType IMPORT');
      const { deployer } = room;
      const known = findFor(room, input, kind);
      const stack = known ?? deployer.review(input.StackName);
      const existing = deployer.changeSets.find(ChangeSetName, stack.stackId);
      // One that has been executed is history, and gives its name away.
      if (existing && existing.executionStatus !== 'EXECUTE_IN_PROGRESS') return repeated(existing, input);
      const goal = await readGoal(room, stack, input);
      if (!known) deployer.putReview(stack);
      const changeSet = makeChangeSet(room, stack, kind, goal, input);
      if (existing) deployer.changeSets.delete(existing);
      deployer.changeSets.put(changeSet);
      return { Id: changeSet.changeSetId, StackId: stack.stackId };
    },
  };
}

/** The same request again, as a client sends it that has not heard the answer, is answered again. */
function repeated({ changeSetId, changeSetName, stackId, clientToken }: ChangeSet, { ClientToken }: CreateChangeSet) {
  if (clientToken === undefined || clientToken !== ClientToken) throw changeSetExists(changeSetName);
  return { Id: changeSetId, StackId: stackId };
}

function findFor(
  { deployer }: CloudformationRoom,
  { StackName, ChangeSetName }: CreateChangeSet,
  kind: 'CREATE' | 'UPDATE',
): StackRecord | undefined {
  const stack = deployer.find(StackName);
  if (kind === 'CREATE') {
    if (stack && stack.status !== 'REVIEW_IN_PROGRESS') {
      throw validationError(
        `Stack [${StackName}] already exists and cannot be created again with the changeSet [${ChangeSetName}].`,
      );
    }
    return stack;
  }
  if (!stack || stack.status === 'DELETE_COMPLETE') throw validationError(`Stack [${StackName}] does not exist`);
  if (!mayUpdate(stack)) throw cannotUpdate(stack);
  return stack;
}

function makeChangeSet(
  { deployer }: CloudformationRoom,
  stack: StackRecord,
  kind: 'CREATE' | 'UPDATE',
  goal: StackGoal,
  input: CreateChangeSet,
): ChangeSet {
  const { ChangeSetName, Description, ClientToken, OnStackFailure, ImportExistingResources } = input;
  const { region, accountId, random, clock } = deployer.engine;
  const outcome = planOutcome(() => deployer.plan(stack, goal), stack, goal, kind);
  return {
    changeSetId: `arn:aws:cloudformation:${region}:${accountId}:changeSet/${ChangeSetName}/${randomUuid(random)}`,
    changeSetName: ChangeSetName,
    stackId: stack.stackId,
    stackName: stack.stackName,
    kind,
    createdAtMs: clock.nowMs(),
    goal,
    importsExisting: isTrue(ImportExistingResources),
    onStackFailure: OnStackFailure ?? failureAction(input),
    ...(Description !== undefined && { description: Description }),
    ...(ClientToken !== undefined && { clientToken: ClientToken }),
    ...outcome,
  };
}

type Outcome = Pick<ChangeSet, 'status' | 'statusReason' | 'executionStatus' | 'changes'>;

function planOutcome(
  plan: () => ResourceChange[],
  stack: StackRecord,
  goal: StackGoal,
  kind: 'CREATE' | 'UPDATE',
): Outcome {
  const failed = (statusReason: string): Outcome => ({
    status: 'FAILED',
    statusReason,
    executionStatus: 'UNAVAILABLE',
    changes: [],
  });
  try {
    const changes = plan();
    const isOther = kind === 'CREATE' || isOtherTemplate(stack, goal) || !sameJson(stack.tags ?? [], goal.tags ?? []);
    if (changes.length === 0 && !isOther) return failed(nothingChanges);
    return { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE', changes };
  } catch (fault) {
    // A reference that leads nowhere is found while planning; at AWS too it is the change set that fails.
    return failed(fault instanceof Error ? fault.message : faultText(fault));
  }
}
