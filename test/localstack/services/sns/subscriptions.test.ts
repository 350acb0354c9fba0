import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { functionArn, queueArn, snsWorld, topicArn } from './sns-world.ts';
import type { SnsWorld } from './sns-world.ts';

let world: SnsWorld;
let TopicArn: string;
beforeEach(async () => {
  world = snsWorld();
  TopicArn = await world.makeTopic('news');
});
afterEach(() => world.close());

const attributes = async (SubscriptionArn: string) => {
  const answer = await world.sns('GetSubscriptionAttributes', { SubscriptionArn });
  return Object.fromEntries(answer['Attributes'] as Map<string, string>);
};

test('a queue is subscribed at once, and shows its attributes', async () => {
  const arn = await world.subscribe(TopicArn, queueArn('reader'), { FilterPolicy: '{"kind":["a"]}' });

  expect(arn).toMatch(/^arn:aws:sns:us-east-1:000000000000:news:[\da-f-]{36}$/u);
  expect(await attributes(arn)).toEqual({
    SubscriptionArn: arn,
    TopicArn,
    Protocol: 'sqs',
    Endpoint: queueArn('reader'),
    Owner: '000000000000',
    ConfirmationWasAuthenticated: 'true',
    PendingConfirmation: 'false',
    RawMessageDelivery: 'false',
    SubscriptionPrincipal: 'arn:aws:iam::000000000000:root',
    FilterPolicy: '{"kind":["a"]}',
    FilterPolicyScope: 'MessageAttributes',
  });
});

test('the same endpoint again answers the same subscription, unless its attributes differ', async () => {
  const arn = await world.subscribe(TopicArn, queueArn('reader'), { RawMessageDelivery: 'true' });

  expect(await world.subscribe(TopicArn, queueArn('reader'))).toBe(arn);
  expect(await world.subscribe(TopicArn, queueArn('reader'), { RawMessageDelivery: 'true' })).toBe(arn);
  await expect(world.subscribe(TopicArn, queueArn('reader'), { RawMessageDelivery: 'false' })).rejects.toMatchObject({
    message: 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
  });
});

test('subscriptions are listed all together and by topic, also after a restart', async () => {
  const other = await world.makeTopic('other');
  const one = await world.subscribe(TopicArn, queueArn('reader'));
  const two = await world.subscribe(other, functionArn);

  const all = await world.restart().sns('ListSubscriptions');

  expect(all['Subscriptions']).toEqual([
    {
      SubscriptionArn: one,
      Owner: '000000000000',
      Protocol: 'sqs',
      Endpoint: queueArn('reader'),
      TopicArn,
    },
    expect.objectContaining({ SubscriptionArn: two, Protocol: 'lambda', TopicArn: other }),
  ]);
  expect(await world.sns('ListSubscriptionsByTopic', { TopicArn: other })).toMatchObject({
    Subscriptions: [{ SubscriptionArn: two }],
  });
});

test('an ended subscription is gone, and ending it twice is as good', async () => {
  const SubscriptionArn = await world.subscribe(TopicArn, queueArn('reader'));

  await world.sns('Unsubscribe', { SubscriptionArn });
  await world.sns('Unsubscribe', { SubscriptionArn });

  expect(await world.sns('ListSubscriptionsByTopic', { TopicArn })).toEqual({ Subscriptions: [] });
  await expect(attributes(SubscriptionArn)).rejects.toMatchObject({
    code: 'NotFound',
    message: 'Subscription does not exist',
  });
});

test('an attribute can be set and, by an empty text, be taken away', async () => {
  const SubscriptionArn = await world.subscribe(TopicArn, queueArn('reader'));
  const set = (AttributeName: string, AttributeValue?: string) =>
    world.sns('SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue });

  await set('RedrivePolicy', JSON.stringify({ deadLetterTargetArn: queueArn('dead') }));
  expect((await attributes(SubscriptionArn))['RedrivePolicy']).toContain(':dead');
  await set('RedrivePolicy', '');
  expect(await attributes(SubscriptionArn)).not.toHaveProperty('RedrivePolicy');
});

test.each([
  ['AttributeName', 'Colour', 'x', 'Invalid parameter: AttributeName'],
  ['RawMessageDelivery', 'RawMessageDelivery', 'Yes', 'Invalid value [Yes]. Must be true or false.'],
  ['FilterPolicyScope', 'FilterPolicyScope', 'All', 'Please use either MessageBody or MessageAttributes'],
  ['JSON of a RedrivePolicy', 'RedrivePolicy', '{', 'RedrivePolicy: failed to parse JSON.'],
  [
    'target of a RedrivePolicy',
    'RedrivePolicy',
    '{"deadLetterTargetArn":"x"}',
    'deadLetterTargetArn is an invalid arn',
  ],
  ['JSON of a FilterPolicy', 'FilterPolicy', '{', 'FilterPolicy: failed to parse JSON.'],
  ['shape of a FilterPolicy', 'FilterPolicy', '{"a":"b"}', '"a" must be an object or an array'],
  ['matcher of a FilterPolicy', 'FilterPolicy', '{"a":[{"near":1}]}', 'Unrecognized match type near'],
  ['nesting in the scope of attributes', 'FilterPolicy', '{"a":{"b":["c"]}}', 'does not support nested filter policy'],
  [
    'sixth key of a FilterPolicy',
    'FilterPolicy',
    JSON.stringify(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, ['x']]))),
    'Filter policy can not have more than 5 keys',
  ],
  [
    'complexity of a FilterPolicy',
    'FilterPolicy',
    JSON.stringify({ a: Array.from({ length: 151 }, (_, index) => `${index}`) }),
    'Filter policy is too complex',
  ],
])('a wrong %s is refused', async (_title, AttributeName, AttributeValue, message) => {
  const SubscriptionArn = await world.subscribe(TopicArn, queueArn('reader'));

  await expect(
    world.sns('SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue }),
  ).rejects.toMatchObject({ code: 'InvalidParameter', message: expect.stringContaining(message) });
});

test.each([
  ['protocol', { Protocol: 'pigeon' }, 'Amazon SNS does not support this protocol string: pigeon'],
  ['queue URL', { Endpoint: 'http://127.0.0.1:4566/000000000000/reader' }, 'Invalid parameter: SQS endpoint ARN'],
  [
    'FIFO queue',
    { Endpoint: queueArn('reader.fifo') },
    'Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
  ],
  ['missing endpoint', { Endpoint: undefined }, 'Endpoint Reason: no value for required parameter'],
])('a subscription of a %s is refused', async (_title, input, message) => {
  await expect(
    world.sns('Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArn('reader'), ...input }),
  ).rejects.toMatchObject({ code: 'InvalidParameter', message: expect.stringContaining(message) });
});

test.each(['http', 'https', 'email', 'sms', 'application', 'firehose'])(
  'subscriptions over %s are not implemented, and say so',
  async (Protocol) => {
    await expect(world.sns('Subscribe', { TopicArn, Protocol, Endpoint: 'x' })).rejects.toMatchObject({
      code: 'NotImplemented',
    });
  },
);

test('a topic that is not there takes no subscription', async () => {
  await expect(world.subscribe(topicArn('none'), queueArn('reader'))).rejects.toMatchObject({ code: 'NotFound' });
});
