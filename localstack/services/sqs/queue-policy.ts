/** A queue's access policy, as AddPermission and RemovePermission edit it: a statement for each label. */
import type { Queue } from './queue.ts';

export interface QueuePolicy {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: readonly { readonly Sid?: string; readonly [member: string]: unknown }[];
}

/** The policy as it is, or the empty one that the first permission is put into. */
export function policyOf(queue: Queue): QueuePolicy {
  const text = queue.attributes['Policy'];
  if (!text) return { Version: '2008-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [] };
  const policy = JSON.parse(text) as QueuePolicy;
  // A policy of one statement may leave the list away.
  return { ...policy, Statement: [policy.Statement ?? []].flat() };
}

export function hasStatement({ Statement }: QueuePolicy, label: string): boolean {
  return Statement.some(({ Sid }) => Sid === label);
}
