import type { Operation } from '../../engine/service.ts';
import { invalidParameterValue, missingParameter, resourceNotFound } from './errors.ts';
import { parseTaskHandle } from './move-task-handle.ts';
import type { SqsState } from './state.ts';

/** Stops a running move task; messages that have been moved stay where they are. */
export function cancelMessageMoveTask({ queues, moveTasks }: SqsState): Operation {
  return {
    parameters: { TaskHandle: { type: 'string' } },
    run({ TaskHandle }: { readonly TaskHandle?: string }) {
      if (!TaskHandle) throw missingParameter('TaskHandle');
      const { taskId, sourceArn } = parseTaskHandle(TaskHandle);
      if (!queues.find(sourceArn)) {
        throw resourceNotFound("The resource that you specified for the SourceArn parameter doesn't exist.");
      }
      const task = moveTasks.find(taskId);
      if (task?.sourceArn !== sourceArn) throw resourceNotFound('Task does not exist.');
      // Unsure of the words.
      if (task.status !== 'RUNNING') throw invalidParameterValue('Only running tasks can be cancelled.');
      moveTasks.cancel(task);
      return { ApproximateNumberOfMessagesMoved: task.messagesMoved };
    },
  };
}
