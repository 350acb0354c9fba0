import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { queueArn, snsWorld, topicArn } from './sns-world.ts';
import type { SnsWorld } from './sns-world.ts';

let world: SnsWorld;
beforeEach(() => void (world = snsWorld()));
afterEach(() => world.close());

test('a form is answered in XML, with maps as entries', async () => {
  await world.post({
    Action: 'CreateTopic',
    Name: 'news',
    'Attributes.entry.1.key': 'DisplayName',
    'Attributes.entry.1.value': 'A & B',
  });

  const { statusCode, body } = await world.post({ Action: 'GetTopicAttributes', TopicArn: topicArn('news') });

  expect(statusCode).toBe(200);
  expect(body).toContain('<GetTopicAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">');
  expect(body).toContain('<entry><key>DisplayName</key><value>A &amp; B</value></entry>');
});

test('message attributes come under names and values', async () => {
  const TopicArn = await world.makeTopic('news');
  const reader = await world.makeQueue('reader');
  await world.subscribe(TopicArn, reader, { RawMessageDelivery: 'true' });

  await world.post({
    Action: 'Publish',
    TopicArn,
    Message: 'x',
    'MessageAttributes.entry.1.Name': 'a',
    'MessageAttributes.entry.1.Value.DataType': 'String',
    'MessageAttributes.entry.1.Value.StringValue': 'one',
    'MessageAttributes.entry.2.Name': 'b',
    'MessageAttributes.entry.2.Value.DataType': 'Number',
    'MessageAttributes.entry.2.Value.StringValue': '2',
  });

  expect(world.take(reader)[0]?.messageAttributes).toEqual({
    a: { dataType: 'String', stringValue: 'one' },
    b: { dataType: 'Number', stringValue: '2' },
  });
});

test('a refusal is an error of its code and status', async () => {
  const { statusCode, body } = await world.post({ Action: 'Publish', TopicArn: topicArn('none'), Message: 'x' });

  expect(statusCode).toBe(404);
  expect(body).toContain('<Code>NotFound</Code><Message>Topic does not exist</Message>');
});

test('lists are members', async () => {
  const TopicArn = await world.makeTopic('news');
  const SubscriptionArn = await world.subscribe(TopicArn, queueArn('reader'));

  const { body } = await world.post({ Action: 'ListSubscriptionsByTopic', TopicArn });

  expect(body).toContain(`<Subscriptions><member><SubscriptionArn>${SubscriptionArn}</SubscriptionArn>`);
});
