/** What the cloud remembers of a stack: enough to change it, undo a failed change, and delete it. */
import type { Template } from './template.ts';

export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED';

export type ResourceStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_SKIPPED'
  | 'DELETE_FAILED';

export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  /** Empty until it is made. */
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The properties it was made with, intrinsics resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The properties that a change under way, or one that failed, was to give it. */
  readonly attemptedProperties?: Readonly<Record<string, unknown>>;
  readonly status: ResourceStatus;
  readonly statusReason?: string;
  readonly updatedAtMs: number;
  /** Keeps the resource when it leaves the template or its stack is deleted. */
  readonly isRetained: boolean;
  /** Keeps it also when the creation of its stack is taken back: `Retain`, but not `RetainExceptOnCreate`. */
  readonly isRetainedByRollback?: boolean;
  /** How often the logical id has been made anew: part of a generated name, so that a replacement does not collide. */
  readonly generation: number;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What a stack is told to be. */
export interface StackGoal {
  readonly template: Template;
  /** The template as it was sent; a stack deployed in process has none. */
  readonly templateBody?: string;
  /** Values as `Ref` gives them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Values as they were given, or the defaults: what `UsePreviousValue` means. */
  readonly parameterTexts?: Readonly<Record<string, string>>;
  readonly tags?: readonly Tag[];
  readonly capabilities?: readonly string[];
  readonly roleArn?: string;
}

/** What a stack shows to others. */
export interface StackFace {
  readonly outputs: readonly StackOutput[];
  /** Names of other stacks' exports that this stack reads. */
  readonly imports: readonly string[];
}

export interface StackRecord extends StackGoal, StackFace {
  readonly stackName: string;
  readonly stackId: string;
  readonly status: StackStatus;
  readonly statusReason?: string;
  readonly createdAtMs: number;
  /** When the record was last written. */
  readonly updatedAtMs: number;
  /** When its last update began; absent when it has only been created. */
  readonly changedAtMs?: number;
  readonly deletedAtMs?: number;
  readonly resources: Readonly<Record<string, ResourceRecord>>;
  readonly isProtected?: boolean;
  /** The change set that was executed last. */
  readonly changeSetId?: string;
  /** What is under way, or has stopped half-way and can be rolled back. */
  readonly operation?: StackOperation;
}

/** How to take one step back. */
export type Undo =
  | { readonly kind: 'created'; readonly logicalId: string }
  | { readonly kind: 'updated'; readonly logicalId: string; readonly previous: ResourceRecord }
  | { readonly kind: 'replaced'; readonly logicalId: string; readonly previous: ResourceRecord };

/** A deletion that waits until everything else has succeeded, since it is the one step that cannot be undone. */
export interface Cleanup {
  readonly kind: 'removed' | 'replaced';
  readonly record: ResourceRecord;
}

/** One change of a stack while it runs, written down with every step so that a restart can go on with it. */
export interface StackOperation {
  readonly kind: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly phase: 'forward' | 'cleanup' | 'back';
  readonly goal: StackGoal;
  /** What a rollback returns to. */
  readonly before: StackGoal & StackFace;
  readonly undos: readonly Undo[];
  readonly cleanups: readonly Cleanup[];
  readonly onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';
  /** Whether a restart goes on with it. What was started in process is left to be started again instead. */
  readonly isResumable: boolean;
  /** Deletes also what a plain `Retain` would keep when a creation is rolled back. */
  readonly retainsExceptOnCreate?: boolean;
  /** Takes over resources that are there already instead of failing to make them. */
  readonly importsExisting?: boolean;
  readonly clientRequestToken?: string;
  /** Logical ids that `DeleteStack` is told to keep. */
  readonly retainedIds?: readonly string[];
}

/** What happens to a resource, told while it happens. */
export interface StackEvent {
  readonly atMs: number;
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly status: ResourceStatus | StackStatus;
  readonly reason?: string;
}
