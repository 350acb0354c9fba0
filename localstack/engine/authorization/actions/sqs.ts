/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
import { regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { ActionTable, ResourcesOf } from '../action-table.ts';

const queue: ResourcesOf = (input, place) => {
  const url = text(input, 'QueueUrl');
  return [regionalArn('sqs', url.slice(url.lastIndexOf('/') + 1), place)];
};

const namedQueue: ResourcesOf = (input, place) => [regionalArn('sqs', text(input, 'QueueName'), place)];
const source: ResourcesOf = (input) => [text(input, 'SourceArn')];

export const sqs: ActionTable = {
  prefix: 'sqs',
  rows: {
    ...rowsOf('SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility', { on: queue }),
    SendMessageBatch: { action: 'sqs:SendMessage', on: queue },
    DeleteMessageBatch: { action: 'sqs:DeleteMessage', on: queue },
    ChangeMessageVisibilityBatch: { action: 'sqs:ChangeMessageVisibility', on: queue },
    ...rowsOf('GetQueueAttributes SetQueueAttributes PurgeQueue DeleteQueue', { on: queue }),
    ...rowsOf('ListDeadLetterSourceQueues ListQueueTags UntagQueue', { on: queue }),
    ...rowsOf('AddPermission RemovePermission', { on: queue }),
    TagQueue: { on: queue, conditions: tagConditions },
    CreateQueue: { on: namedQueue, conditions: (input) => tagConditions(input, 'tags') },
    GetQueueUrl: { on: namedQueue },
    ...rowsOf('StartMessageMoveTask ListMessageMoveTasks', { on: source }),
    CancelMessageMoveTask: {
      on: (input, place) => [place.resolve('sqs', 'TaskHandle', text(input, 'TaskHandle')) ?? '*'],
    },
    ListQueues: {},
  },
};
