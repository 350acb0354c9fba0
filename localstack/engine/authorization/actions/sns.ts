/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
import { regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { ActionTable, ResourcesOf } from '../action-table.ts';

const topic: ResourcesOf = (input) => [text(input, 'TopicArn')];
const newTopic: ResourcesOf = (input, place) => [regionalArn('sns', text(input, 'Name'), place)];
const tagged: ResourcesOf = (input) => [text(input, 'ResourceArn')];

/** A subscription's ARN is its topic's with one part more, and it is the topic that is asked for. */
const subscribed: ResourcesOf = (input) => [text(input, 'SubscriptionArn').split(':').slice(0, 6).join(':')];

export const sns: ActionTable = {
  prefix: 'sns',
  rows: {
    ...rowsOf('Publish DeleteTopic GetTopicAttributes SetTopicAttributes', { on: topic }),
    PublishBatch: { action: 'sns:Publish', on: topic },
    Subscribe: {
      on: topic,
      conditions: (input) => ({ 'sns:protocol': [text(input, 'Protocol')], 'sns:endpoint': [text(input, 'Endpoint')] }),
    },
    ...rowsOf('ConfirmSubscription ListSubscriptionsByTopic AddPermission RemovePermission', { on: topic }),
    ...rowsOf('GetDataProtectionPolicy PutDataProtectionPolicy', { on: tagged }),
    ...rowsOf('Unsubscribe GetSubscriptionAttributes SetSubscriptionAttributes', { on: subscribed }),
    CreateTopic: { on: newTopic, conditions: tagConditions },
    TagResource: { on: tagged, conditions: tagConditions },
    ...rowsOf('UntagResource ListTagsForResource', { on: tagged }),
    ...rowsOf('ListTopics ListSubscriptions', {}),
  },
};
