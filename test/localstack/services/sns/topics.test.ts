import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { snsWorld, topicArn } from './sns-world.ts';
import type { SnsWorld } from './sns-world.ts';

let world: SnsWorld;
beforeEach(() => void (world = snsWorld()));
afterEach(() => world.close());

const attributes = async (TopicArn: string) => {
  const answer = await world.sns('GetTopicAttributes', { TopicArn });
  return Object.fromEntries(answer['Attributes'] as Map<string, string>);
};

test('a topic is found by the ARN of its name, also after a restart', async () => {
  expect(await world.makeTopic('news')).toBe(topicArn('news'));
  expect(await world.sns('ListTopics')).toEqual({ Topics: [{ TopicArn: topicArn('news') }] });

  expect(await world.restart().sns('ListTopics')).toEqual({ Topics: [{ TopicArn: topicArn('news') }] });
});

test('the same name with the same attributes and tags answers the same topic, with others it is refused', async () => {
  const more = { Attributes: { DisplayName: 'News' }, Tags: [{ Key: 'team', Value: 'a' }] };
  await world.makeTopic('news', more);

  expect(await world.makeTopic('news', more)).toBe(topicArn('news'));
  expect(await world.makeTopic('news')).toBe(topicArn('news'));
  await expect(world.makeTopic('news', { Attributes: { DisplayName: 'Other' } })).rejects.toMatchObject({
    message: 'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
  });
  await expect(world.makeTopic('news', { Tags: [{ Key: 'team', Value: 'b' }] })).rejects.toMatchObject({
    message: 'Invalid parameter: Tags Reason: Topic already exists with different tags',
  });
});

test('a deleted topic is gone with its subscriptions, and a second time is as good', async () => {
  const TopicArn = await world.makeTopic('news');
  await world.subscribe(TopicArn, await world.makeQueue('reader'));

  await world.sns('DeleteTopic', { TopicArn });
  await world.sns('DeleteTopic', { TopicArn });

  expect(await world.sns('ListTopics')).toEqual({ Topics: [] });
  expect(await world.sns('ListSubscriptions')).toEqual({ Subscriptions: [] });
  await expect(attributes(TopicArn)).rejects.toMatchObject({
    code: 'NotFound',
    message: 'Topic does not exist',
    statusCode: 404,
  });
});

test('topics are listed a hundred at a time', async () => {
  for (let count = 100; count < 205; count += 1) await world.makeTopic(`news-${count}`);

  const first = await world.sns('ListTopics');
  const second = await world.sns('ListTopics', { NextToken: first['NextToken'] });

  expect([first['Topics'], second['Topics']].map((each) => (each as unknown[]).length)).toEqual([100, 5]);
  expect(second).not.toHaveProperty('NextToken');
});

test('attributes show what was set, the defaults and how many subscriptions there are', async () => {
  const TopicArn = await world.makeTopic('news', { Attributes: { DisplayName: 'News' } });
  const SubscriptionArn = await world.subscribe(TopicArn, await world.makeQueue('one'));
  await world.subscribe(TopicArn, await world.makeQueue('two'));
  await world.sns('Unsubscribe', { SubscriptionArn });

  const shown = await attributes(TopicArn);

  expect(shown).toMatchObject({
    TopicArn,
    Owner: '000000000000',
    DisplayName: 'News',
    SubscriptionsConfirmed: '1',
    SubscriptionsPending: '0',
    SubscriptionsDeleted: '1',
  });
  expect(JSON.parse(String(shown['Policy']))).toMatchObject({ Id: '__default_policy_ID' });
});

test('a policy can be set, and without a value it is the default again', async () => {
  const TopicArn = await world.makeTopic('news');
  const AttributeValue = '{"Version":"2012-10-17","Statement":[]}';

  await world.sns('SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
  expect((await attributes(TopicArn))['Policy']).toBe(AttributeValue);
  await world.sns('SetTopicAttributes', { TopicArn, AttributeName: 'Policy' });

  expect((await attributes(TopicArn))['Policy']).toContain('__default_policy_ID');
});

test.each([
  ['a name with a space', { Name: 'a b' }, 'Invalid parameter: Topic Name'],
  ['no name', {}, 'Invalid parameter: Name Reason: no value for required parameter'],
  [
    'an unknown attribute',
    { Name: 'a', Attributes: { Colour: 'x' } },
    'Invalid parameter: Attributes Reason: AttributeName',
  ],
  ['a policy that is no JSON', { Name: 'a', Attributes: { Policy: '{' } }, 'Policy: failed to parse JSON.'],
  [
    'a tag that comes twice',
    { Name: 'a', Tags: ['x', 'y'].map((Value) => ({ Key: 'k', Value })) },
    'Invalid parameter: Duplicated keys are not allowed.',
  ],
])('a topic with %s is refused', async (_title, input, message) => {
  await expect(world.sns('CreateTopic', input)).rejects.toMatchObject({
    code: 'InvalidParameter',
    message: expect.stringContaining(message),
  });
});

test.each([
  ['a FIFO topic', { Name: 'news.fifo', Attributes: { FifoTopic: 'true' } }],
  ['delivery status logging', { Name: 'news', Attributes: { SQSSuccessFeedbackRoleArn: 'arn:aws:iam::0:role/r' } }],
])('%s is not implemented, and says so', async (_title, input) => {
  await expect(world.sns('CreateTopic', input)).rejects.toMatchObject({ code: 'NotImplemented' });
});

test('an ARN with too few parts is refused as one', async () => {
  await expect(attributes('news')).rejects.toMatchObject({
    message: 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
  });
});

test('tags come, show and go', async () => {
  const ResourceArn = await world.makeTopic('news', { Tags: [{ Key: 'k1', Value: 'v1' }] });

  await world.sns('TagResource', { ResourceArn, Tags: [{ Key: 'k2', Value: 'v2' }] });
  await world.sns('UntagResource', { ResourceArn, TagKeys: ['k1'] });

  expect(await world.sns('ListTagsForResource', { ResourceArn })).toEqual({ Tags: [{ Key: 'k2', Value: 'v2' }] });
  await expect(world.sns('ListTagsForResource', { ResourceArn: topicArn('none') })).rejects.toMatchObject({
    code: 'ResourceNotFound',
  });
});
