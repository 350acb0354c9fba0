import type { Operation } from '../../engine/service.ts';
import { invalidParameterValue, invalidValue, missingParameter, resourceNotFound } from './errors.ts';
import { taskHandleOf } from './move-task-handle.ts';
import { isFifo } from './queue.ts';
import type { Queue } from './queue.ts';
import type { SqsState } from './state.ts';

interface StartMessageMoveTask {
  readonly SourceArn?: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
}

/** "The maximum value of this parameter is 500." API_StartMessageMoveTask.html */
const perSecondMax = 500;

/** Begins to move a dead-letter queue's messages; one task at a time for each queue. */
export function startMessageMoveTask({ queues, moveTasks }: SqsState): Operation {
  const queueOf = (parameter: 'SourceArn' | 'DestinationArn', arn: string): Queue => {
    const queue = queues.find(arn);
    if (queue) return queue;
    throw resourceNotFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`);
  };
  return {
    parameters: {
      SourceArn: { type: 'string' },
      DestinationArn: { type: 'string' },
      MaxNumberOfMessagesPerSecond: { type: 'integer' },
    },
    run({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: rate }: StartMessageMoveTask) {
      if (!SourceArn) throw missingParameter('SourceArn');
      const source = queueOf('SourceArn', SourceArn);
      if (DestinationArn !== undefined) checkDestination(source, queueOf('DestinationArn', DestinationArn));
      if (rate !== undefined && (rate < 1 || rate > perSecondMax)) {
        const reason = `Must be between 1 and ${perSecondMax}, if provided.`;
        throw invalidValue('MaxNumberOfMessagesPerSecond', rate, reason);
      }
      if (queues.sourcesOf(SourceArn).length === 0) {
        throw invalidParameterValue('Source queue must be configured as a Dead Letter Queue.');
      }
      if (moveTasks.of(SourceArn).some(({ status }) => status === 'RUNNING')) {
        throw invalidParameterValue(
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      }
      const { id } = moveTasks.begin(source, {
        ...(DestinationArn !== undefined && { destinationArn: DestinationArn }),
        ...(rate !== undefined && { perSecondMax: rate }),
      });
      return { TaskHandle: taskHandleOf({ taskId: id, sourceArn: SourceArn }) };
    },
  };
}

/** Unsure of both sentences. */
function checkDestination(source: Queue, destination: Queue): void {
  if (destination.name === source.name) {
    throw invalidParameterValue('Source queue arn and destination queue arn cannot be the same.');
  }
  if (isFifo(destination) !== isFifo(source)) {
    throw invalidParameterValue('Source queue and destination queue must be of the same type.');
  }
}
