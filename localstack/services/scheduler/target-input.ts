/** What a schedule's target receives. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
import type { Engine } from '../../engine/service.ts';
import type { StoredSchedule } from './schedules.ts';

/** The schedule's input with its context attributes filled in, or AWS's event when it has none. */
export function fillInput(
  { accountId, region }: Engine,
  { arn, target }: StoredSchedule,
  scheduledMs: number,
  executionId: string,
): string {
  const time = new Date(scheduledMs).toISOString().replace(/\.\d{3}Z$/u, 'Z');
  if (target.Input !== undefined) {
    return target.Input.replaceAll('<aws.scheduler.schedule-arn>', arn)
      .replaceAll('<aws.scheduler.scheduled-time>', time)
      .replaceAll('<aws.scheduler.execution-id>', executionId)
      .replaceAll('<aws.scheduler.attempt-number>', '1');
  }
  return JSON.stringify({
    version: '0',
    id: executionId,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: accountId,
    time,
    region,
    resources: [arn],
    // A text here, unlike in EventBridge's own events.
    detail: '{}',
  });
}
