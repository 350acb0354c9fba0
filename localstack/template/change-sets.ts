/** Change sets: what a stack is to be, and what that would change, until somebody executes or deletes them. */
import type { Documents, State } from '../engine/state.ts';
import type { ResourceChange } from './plan-changes.ts';
import type { StackGoal } from './stack-record.ts';

export interface ChangeSet {
  readonly changeSetId: string;
  readonly changeSetName: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly description?: string;
  readonly clientToken?: string;
  readonly createdAtMs: number;
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly statusReason?: string;
  /** Once executed, its stack's status tells how far it is. */
  readonly executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_IN_PROGRESS';
  readonly goal: StackGoal;
  readonly changes: readonly ResourceChange[];
  readonly importsExisting?: boolean;
  readonly onStackFailure?: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
}

export class ChangeSets {
  readonly #documents: Documents<ChangeSet>;

  constructor(state: State) {
    this.#documents = state.documents<ChangeSet>('change-sets');
  }

  /** By id, or by name among those of the stack. */
  find(nameOrId: string, stackId: string | undefined): ChangeSet | undefined {
    if (nameOrId.startsWith('arn:')) return this.#documents.get(nameOrId);
    return this.of(stackId ?? '').find(({ changeSetName }) => changeSetName === nameOrId);
  }

  of(stackId: string): ChangeSet[] {
    return this.#documents.list().filter((each) => each.stackId === stackId);
  }

  put(changeSet: ChangeSet): void {
    this.#documents.put(changeSet.changeSetId, changeSet);
  }

  delete({ changeSetId }: ChangeSet): void {
    this.#documents.delete(changeSetId);
  }

  /** A stack that changes makes its other change sets obsolete, so they go. */
  deleteOf(stackId: string, keptId?: string): void {
    for (const each of this.of(stackId)) if (each.changeSetId !== keptId) this.delete(each);
  }
}
