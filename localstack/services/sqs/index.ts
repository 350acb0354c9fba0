/** Amazon SQS: standard and FIFO queues with redrive, delay, retention, long polling and move tasks. */
import type { MetricDoor } from '../../engine/doors.ts';
import type { Engine, Service } from '../../engine/service.ts';
import { addPermission } from './add-permission.ts';
import { cancelMessageMoveTask } from './cancel-message-move-task.ts';
import { changeMessageVisibilityBatch } from './change-message-visibility-batch.ts';
import { changeMessageVisibility } from './change-message-visibility.ts';
import { createQueue } from './create-queue.ts';
import { deleteMessageBatch } from './delete-message-batch.ts';
import { deleteMessage } from './delete-message.ts';
import { deleteQueue } from './delete-queue.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { getQueueUrl } from './get-queue-url.ts';
import { openIamDoor } from './iam-door.ts';
import { listDeadLetterSourceQueues } from './list-dead-letter-source-queues.ts';
import { listMessageMoveTasks } from './list-message-move-tasks.ts';
import { listQueueTags } from './list-queue-tags.ts';
import { listQueues } from './list-queues.ts';
import { purgeQueue } from './purge-queue.ts';
import { openQueueDoor } from './queue-door.ts';
import type { SqsDoor } from './queue-door.ts';
import { QueueMetrics } from './queue-metrics.ts';
import { receiveMessage } from './receive-message.ts';
import { removePermission } from './remove-permission.ts';
import { queuePolicyResource, queueResource } from './resources.ts';
import { sendMessageBatch } from './send-message-batch.ts';
import { sendMessage } from './send-message.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { startMessageMoveTask } from './start-message-move-task.ts';
import { openSqsState } from './state.ts';
import { tagQueue } from './tag-queue.ts';
import { untagQueue } from './untag-queue.ts';

export interface SqsService extends Service {
  readonly door: SqsDoor;
}

/** The codes of SQS's older protocol, for clients that still compare them (the `awsQueryError` traits of its model). */
const queryErrorCodes: Readonly<Record<string, string>> = {
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  QueueDeletedRecently: 'AWS.SimpleQueueService.QueueDeletedRecently',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

export function createSqs(engine: Engine, metrics?: MetricDoor): SqsService {
  const state = openSqsState(engine);
  const queueMetrics = metrics && new QueueMetrics(state, metrics);
  return {
    name: 'sqs',
    protocol: {
      kind: 'json',
      version: '1.0',
      targetPrefix: 'AmazonSQS',
      isQueryCompatible: true,
      queryErrorCodes,
    },
    operations: {
      AddPermission: addPermission(state),
      CancelMessageMoveTask: cancelMessageMoveTask(state),
      ChangeMessageVisibility: changeMessageVisibility(state),
      ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(state),
      CreateQueue: createQueue(state),
      DeleteMessage: deleteMessage(state),
      DeleteMessageBatch: deleteMessageBatch(state),
      DeleteQueue: deleteQueue(state),
      GetQueueAttributes: getQueueAttributes(state),
      GetQueueUrl: getQueueUrl(state),
      ListDeadLetterSourceQueues: listDeadLetterSourceQueues(state),
      ListMessageMoveTasks: listMessageMoveTasks(state),
      ListQueueTags: listQueueTags(state),
      ListQueues: listQueues(state),
      PurgeQueue: purgeQueue(state),
      ReceiveMessage: receiveMessage(state),
      RemovePermission: removePermission(state),
      SendMessage: sendMessage(state),
      SendMessageBatch: sendMessageBatch(state),
      SetQueueAttributes: setQueueAttributes(state),
      StartMessageMoveTask: startMessageMoveTask(state),
      TagQueue: tagQueue(state),
      UntagQueue: untagQueue(state),
    },
    resources: { 'AWS::SQS::Queue': queueResource, 'AWS::SQS::QueuePolicy': queuePolicyResource },
    iam: openIamDoor(state.queues),
    start: () => {
      state.moveTasks.start();
      queueMetrics?.start();
    },
    stop: () => {
      queueMetrics?.stop();
      state.moveTasks.stop();
      state.watch.stop();
    },
    door: openQueueDoor(state),
  };
}
