/** The operation that is written into a stack's record when it begins. */
import type { StackGoal, StackOperation, StackRecord, StackStatus } from './stack-record.ts';

/** What the caller says of an operation; the rest has defaults, or comes from an operation that stopped half-way. */
export type Begun = Pick<StackOperation, 'kind' | 'goal'> & Partial<StackOperation>;

export function operationOf(stack: StackRecord, begun: Begun): StackOperation {
  const halfway = stack.operation;
  return {
    phase: 'forward',
    before: halfway?.before ?? { ...goalOf(stack), outputs: stack.outputs, imports: stack.imports },
    undos: halfway?.undos ?? [],
    cleanups: halfway?.cleanups ?? [],
    onFailure: 'ROLLBACK',
    isResumable: true,
    ...begun,
    goal: goalOf(begun.goal),
  };
}

/** Only what a goal is made of, whatever else the object holds. */
export function goalOf(goal: StackGoal): StackGoal {
  const { template, templateBody, parameters, parameterTexts, tags, capabilities, roleArn } = goal;
  return {
    template,
    parameters,
    ...(templateBody !== undefined && { templateBody }),
    ...(parameterTexts && { parameterTexts }),
    ...(tags && { tags }),
    ...(capabilities && { capabilities }),
    ...(roleArn !== undefined && { roleArn }),
  };
}

/** The status of a stack whose operation has just begun. */
export function statusOf({ kind, phase }: StackOperation): StackStatus {
  if (phase !== 'back') return `${kind}_IN_PROGRESS`;
  return kind === 'CREATE' ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS';
}
