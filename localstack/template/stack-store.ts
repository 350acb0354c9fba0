/** The stacks that the cloud remembers: those that are there by name, and those deleted in the last 90 days by id. */
import type { Documents, State } from '../engine/state.ts';
import type { StackRecord } from './stack-record.ts';

/** How long a deleted stack can still be described by its id. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export const deletedStackRetentionMs = 90 * 24 * 60 * 60 * 1000;

export class StackStore {
  readonly #live: Documents<StackRecord>;
  readonly #deleted: Documents<StackRecord>;

  constructor(state: State) {
    this.#live = state.documents<StackRecord>('stacks');
    this.#deleted = state.documents<StackRecord>('deleted-stacks');
  }

  get(stackName: string): StackRecord | undefined {
    return this.#live.get(stackName);
  }

  list(): StackRecord[] {
    return this.#live.list();
  }

  /** Newest first. */
  listDeleted(): StackRecord[] {
    return this.#deleted.list().toSorted((a, b) => (b.deletedAtMs ?? 0) - (a.deletedAtMs ?? 0));
  }

  /** By name, or by id (ARN); a deleted one only by id. */
  find(nameOrId: string): StackRecord | undefined {
    if (!nameOrId.startsWith('arn:')) return this.get(nameOrId);
    const live = this.get(nameOrId.split('/')[1] ?? '');
    return live?.stackId === nameOrId ? live : this.#deleted.get(nameOrId);
  }

  put(stack: StackRecord): void {
    this.#live.put(stack.stackName, stack);
  }

  /** Keeps a deleted stack for those who still ask for it by id, and forgets those that were deleted long ago. */
  retire(stack: StackRecord, nowMs: number): void {
    this.#deleted.put(stack.stackId, { ...stack, deletedAtMs: nowMs });
    this.#live.delete(stack.stackName);
    for (const { stackId, deletedAtMs = 0 } of this.#deleted.list()) {
      if (deletedAtMs < nowMs - deletedStackRetentionMs) this.#deleted.delete(stackId);
    }
  }
}
