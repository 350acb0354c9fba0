/** Amazon SQS: standard queues with redrive, delay, retention and long polling. */
import type { QueueDoor } from '../../engine/doors.ts';
import type { Engine, Service } from '../../engine/service.ts';
import { changeMessageVisibilityBatch } from './change-message-visibility-batch.ts';
import { changeMessageVisibility } from './change-message-visibility.ts';
import { createQueue } from './create-queue.ts';
import { deleteMessageBatch } from './delete-message-batch.ts';
import { deleteMessage } from './delete-message.ts';
import { deleteQueue } from './delete-queue.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { getQueueUrl } from './get-queue-url.ts';
import { listDeadLetterSourceQueues } from './list-dead-letter-source-queues.ts';
import { listQueueTags } from './list-queue-tags.ts';
import { listQueues } from './list-queues.ts';
import { purgeQueue } from './purge-queue.ts';
import { openQueueDoor } from './queue-door.ts';
import { receiveMessage } from './receive-message.ts';
import { queuePolicyResource, queueResource } from './resources.ts';
import { sendMessageBatch } from './send-message-batch.ts';
import { sendMessage } from './send-message.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { openSqsState } from './state.ts';
import { tagQueue } from './tag-queue.ts';
import { untagQueue } from './untag-queue.ts';

export interface SqsService extends Service {
  readonly door: QueueDoor;
}

export function createSqs(engine: Engine): SqsService {
  const state = openSqsState(engine);
  return {
    name: 'sqs',
    protocol: { kind: 'json', version: '1.0', targetPrefix: 'AmazonSQS', isQueryCompatible: true },
    operations: {
      ChangeMessageVisibility: changeMessageVisibility(state),
      ChangeMessageVisibilityBatch: changeMessageVisibilityBatch(state),
      CreateQueue: createQueue(state),
      DeleteMessage: deleteMessage(state),
      DeleteMessageBatch: deleteMessageBatch(state),
      DeleteQueue: deleteQueue(state),
      GetQueueAttributes: getQueueAttributes(state),
      GetQueueUrl: getQueueUrl(state),
      ListDeadLetterSourceQueues: listDeadLetterSourceQueues(state),
      ListQueueTags: listQueueTags(state),
      ListQueues: listQueues(state),
      PurgeQueue: purgeQueue(state),
      ReceiveMessage: receiveMessage(state),
      SendMessage: sendMessage(state),
      SendMessageBatch: sendMessageBatch(state),
      SetQueueAttributes: setQueueAttributes(state),
      TagQueue: tagQueue(state),
      UntagQueue: untagQueue(state),
    },
    resources: { 'AWS::SQS::Queue': queueResource, 'AWS::SQS::QueuePolicy': queuePolicyResource },
    stop: () => state.watch.stop(),
    door: openQueueDoor(state),
  };
}
