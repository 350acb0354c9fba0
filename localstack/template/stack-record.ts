/** What the cloud remembers of a stack: enough to change it, undo a failed change, and delete it. */
import type { Template } from './template.ts';

export type StackStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
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
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The properties it was made with, intrinsics resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly status: ResourceStatus;
  readonly updatedAtMs: number;
  /** Keeps the resource when it leaves the template or its stack is deleted. */
  readonly isRetained: boolean;
  /** How often the logical id has been made anew: part of a generated name, so that a replacement does not collide. */
  readonly generation: number;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
}

export interface StackRecord {
  readonly stackName: string;
  readonly stackId: string;
  readonly status: StackStatus;
  readonly statusReason?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<string, ResourceRecord>>;
  readonly outputs: readonly StackOutput[];
  /** Names of other stacks' exports that this stack reads. */
  readonly imports: readonly string[];
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
