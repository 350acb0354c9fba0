/** Which queue may send its failed messages where: `RedrivePolicy` of the source, `RedriveAllowPolicy` of the target. */
import { invalidValue } from './errors.ts';
import { isFifo } from './queue.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';

type Policy = Readonly<Record<string, unknown>>;

/** "You can specify up to 10 source queue ARNs." API_SetQueueAttributes.html */
const sourcesMax = 10;

/** Throws when the policy names no permission, or source queues where there must be none or too many. */
export function checkRedriveAllowPolicy(policy: Policy, text: string): void {
  const { redrivePermission, sourceQueueArns } = policy;
  const refuse = (reason: string) => invalidValue('RedriveAllowPolicy', text, reason);
  if (!['allowAll', 'denyAll', 'byQueue'].includes(String(redrivePermission))) {
    throw refuse(`Invalid value for redrivePermission: ${String(redrivePermission)}.`);
  }
  // Unsure of the words of what follows.
  if (redrivePermission !== 'byQueue') {
    if (sourceQueueArns === undefined) return;
    throw refuse('sourceQueueArns can only be specified when redrivePermission is byQueue.');
  }
  if (!Array.isArray(sourceQueueArns) || sourceQueueArns.length === 0 || sourceQueueArns.length > sourcesMax) {
    throw refuse(`sourceQueueArns must hold 1 to ${sourcesMax} queue ARNs when redrivePermission is byQueue.`);
  }
}

/** Throws when `queue` cannot have that dead-letter queue. */
export function checkRedrivePolicy(queue: Queue, policy: Policy, text: string, queues: Queues): void {
  const refuse = (reason: string) => invalidValue('RedrivePolicy', text, reason);
  for (const name of ['maxReceiveCount', 'deadLetterTargetArn']) {
    if (policy[name] === undefined) throw refuse(`Redrive policy does not contain mandatory attribute: ${name}.`);
  }
  const maxReceiveCount = Number(policy['maxReceiveCount']);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${String(policy['maxReceiveCount'])}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  const target = queues.find(String(policy['deadLetterTargetArn']));
  if (!target) throw refuse('Dead letter target does not exist.');
  if (isFifo(target) !== isFifo(queue)) throw refuse('Dead-letter queue must be same type of queue as the source.');
  // Unsure of the words.
  if (!allowsSource(target, queue.arn)) throw refuse('The dead letter target does not allow this source queue.');
}

/** Whether `target` lets that queue name it as its dead-letter queue; by default every queue may. */
function allowsSource(target: Queue, sourceArn: string): boolean {
  const text = target.attributes['RedriveAllowPolicy'];
  if (!text) return true;
  const { redrivePermission, sourceQueueArns = [] } = JSON.parse(text) as {
    readonly redrivePermission: string;
    readonly sourceQueueArns?: readonly string[];
  };
  return redrivePermission === 'allowAll' || (redrivePermission === 'byQueue' && sourceQueueArns.includes(sourceArn));
}
