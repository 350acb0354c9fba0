import type { Operation } from '../../engine/service.ts';
import { invalidValue, missingParameter, resourceNotFound } from './errors.ts';
import { taskHandleOf } from './move-task-handle.ts';
import type { MoveTask } from './move-tasks.ts';
import type { SqsState } from './state.ts';

interface ListMessageMoveTasks {
  readonly SourceArn?: string;
  readonly MaxResults?: number;
}

/** The latest tasks of a queue, one unless more are asked for. */
export function listMessageMoveTasks({ queues, moveTasks }: SqsState): Operation {
  return {
    parameters: { SourceArn: { type: 'string' }, MaxResults: { type: 'integer' } },
    run({ SourceArn, MaxResults = 1 }: ListMessageMoveTasks) {
      if (!SourceArn) throw missingParameter('SourceArn');
      if (MaxResults < 1 || MaxResults > 10) {
        throw invalidValue('MaxResults', MaxResults, 'Must be between 1 and 10, if provided.');
      }
      if (!queues.find(SourceArn)) {
        throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
      }
      return { Results: moveTasks.of(SourceArn).slice(0, MaxResults).map(taskShape) };
    },
  };
}

function taskShape(task: MoveTask): Record<string, unknown> {
  const { id, sourceArn, status } = task;
  return {
    // "This field is only returned if the status of the message movement task is RUNNING."
    ...(status === 'RUNNING' && { TaskHandle: taskHandleOf({ taskId: id, sourceArn }) }),
    Status: status,
    SourceArn: sourceArn,
    ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
    ...(task.perSecondMax !== undefined && { MaxNumberOfMessagesPerSecond: task.perSecondMax }),
    ApproximateNumberOfMessagesMoved: task.messagesMoved,
    ApproximateNumberOfMessagesToMove: task.messagesToMove,
    ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
    StartedTimestamp: task.startedAtMs,
  };
}
