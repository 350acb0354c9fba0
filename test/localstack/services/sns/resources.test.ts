import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { subscriptionResource } from '../../../../localstack/services/sns/subscription-resource.ts';
import { topicPolicyResource } from '../../../../localstack/services/sns/topic-policy-resource.ts';
import { topicResource } from '../../../../localstack/services/sns/topic-resource.ts';
import { functionArn, queueArn, snsWorld, topicArn } from './sns-world.ts';
import type { SnsWorld } from './sns-world.ts';

let world: SnsWorld;
let scope: ResourceScope;
beforeEach(() => {
  world = snsWorld();
  scope = {
    stackName: 'stack',
    logicalId: 'News',
    accountId: '000000000000',
    region: 'us-east-1',
    generateName: () => 'stack-News-1',
    call: world.call,
    assetPath: () => undefined,
  };
});
afterEach(() => world.close());

const shown = async (operation: string, input: Readonly<Record<string, unknown>>) =>
  Object.fromEntries((await world.sns(operation, input))['Attributes'] as Map<string, string>);
const endpoints = async (TopicArn: string) => {
  const { Subscriptions } = await world.sns('ListSubscriptionsByTopic', { TopicArn });
  return (Subscriptions as { Endpoint: string }[])
    .map(({ Endpoint }) => Endpoint)
    .toSorted((a, b) => a.localeCompare(b));
};
const reader = { Protocol: 'sqs', Endpoint: queueArn('reader') };

test('a topic of a template is known by its ARN, with its name and its endpoints', async () => {
  const made = await topicResource.create(
    { DisplayName: 'News', Subscription: [reader], Tags: [{ Key: 'team', Value: 'a' }] },
    scope,
  );

  expect(made).toEqual({
    physicalId: topicArn('stack-News-1'),
    attributes: { TopicArn: topicArn('stack-News-1'), TopicName: 'stack-News-1' },
  });
  expect(await shown('GetTopicAttributes', { TopicArn: made.physicalId })).toMatchObject({ DisplayName: 'News' });
  expect(await endpoints(made.physicalId)).toEqual([queueArn('reader')]);
});

test('a topic changes in place, endpoints come and go, and another name is another topic', async () => {
  const before = { DisplayName: 'News', Subscription: [reader] };
  const { physicalId } = await topicResource.create(before, scope);
  const after = { Subscription: [{ Protocol: 'lambda', Endpoint: functionArn }], SignatureVersion: '2' };

  await topicResource.update(physicalId, after, before, scope);

  expect(await shown('GetTopicAttributes', { TopicArn: physicalId })).toMatchObject({
    DisplayName: '',
    SignatureVersion: '2',
  });
  expect(await endpoints(physicalId)).toEqual([functionArn]);
  expect(await topicResource.update(physicalId, { TopicName: 'other' }, after, scope)).toBe('replace');
  await topicResource.delete(physicalId, after, scope);
  expect(await world.sns('ListTopics')).toEqual({ Topics: [] });
});

test('a FIFO topic is not implemented, and says so', async () => {
  await expect(topicResource.create({ FifoTopic: true }, scope)).rejects.toMatchObject({ code: 'NotImplemented' });
});

test('a subscription changes its filter in place, and another endpoint is another subscription', async () => {
  const TopicArn = await world.makeTopic('news');
  const before = { TopicArn, ...reader, RawMessageDelivery: true, FilterPolicy: { kind: ['a'] } };
  const { physicalId } = await subscriptionResource.create(before, scope);
  const body = { FilterPolicy: { detail: { kind: ['b'] } }, FilterPolicyScope: 'MessageBody' };

  await subscriptionResource.update(physicalId, { TopicArn, ...reader, ...body }, before, scope);
  expect(await shown('GetSubscriptionAttributes', { SubscriptionArn: physicalId })).toMatchObject({
    RawMessageDelivery: 'false',
    FilterPolicy: '{"detail":{"kind":["b"]}}',
    FilterPolicyScope: 'MessageBody',
  });
  await subscriptionResource.update(physicalId, before, { TopicArn, ...reader, ...body }, scope);
  expect(await shown('GetSubscriptionAttributes', { SubscriptionArn: physicalId })).toMatchObject({
    RawMessageDelivery: 'true',
    FilterPolicy: '{"kind":["a"]}',
    FilterPolicyScope: 'MessageAttributes',
  });

  expect(await subscriptionResource.update(physicalId, { ...before, Endpoint: queueArn('x') }, before, scope)).toBe(
    'replace',
  );
  await subscriptionResource.delete(physicalId, before, scope);
  await subscriptionResource.delete(physicalId, before, scope);
  expect(await endpoints(TopicArn)).toEqual([]);
});

test('a topic policy is the policy of its topics, until it is deleted', async () => {
  const TopicArn = await world.makeTopic('news');
  const properties = { PolicyDocument: { Version: '2012-10-17', Statement: [] }, Topics: [TopicArn] };

  const made = await topicPolicyResource.create(properties, scope);
  expect((await shown('GetTopicAttributes', { TopicArn }))['Policy']).toBe('{"Version":"2012-10-17","Statement":[]}');
  await topicPolicyResource.delete(made.physicalId, { ...properties, Topics: [TopicArn, topicArn('gone')] }, scope);

  expect((await shown('GetTopicAttributes', { TopicArn }))['Policy']).toContain('__default_policy_ID');
});
