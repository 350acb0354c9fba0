/** Which statuses allow what. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
import type { StackRecord, StackStatus } from '../../template/stack-record.ts';

const updatable: ReadonlySet<StackStatus> = new Set<StackStatus>([
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
]);

export function mayUpdate({ status }: StackRecord): boolean {
  return updatable.has(status);
}

export function isInProgress({ status }: StackRecord): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

/** A stack that has never been complete is still being created. */
export function kindOf({ status }: StackRecord): 'CREATE' | 'UPDATE' {
  return status === 'CREATE_FAILED' || status === 'REVIEW_IN_PROGRESS' ? 'CREATE' : 'UPDATE';
}
