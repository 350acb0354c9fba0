import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { AwsError } from '../../../../localstack/engine/aws-error.ts';
import { retryDelayMs } from '../../../../localstack/services/sns/retry-delay.ts';
import { functionArn, queueArn, snsWorld } from './sns-world.ts';
import type { SnsWorld } from './sns-world.ts';

let world: SnsWorld;
let TopicArn: string;
beforeEach(async () => {
  world = snsWorld();
  TopicArn = await world.makeTopic('news');
});
afterEach(() => world.close());

const publish = (Message: string, more: object = {}) => world.sns('Publish', { TopicArn, Message, ...more });
const throttle = () => new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
const messages = () => world.events.map(({ Records }) => Records[0]?.Sns['Message']);

test('only what a filter matches is delivered', async () => {
  const reader = await world.makeQueue('reader');
  const filter = { RawMessageDelivery: 'true', FilterPolicy: '{"kind":["a"]}' };
  await world.subscribe(TopicArn, reader, filter);

  await publish('yes', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'a' } } });
  await publish('no', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'b' } } });

  expect(world.take(reader).map(({ body }) => body)).toEqual(['yes']);
});

test('a delivery that fails is tried again until it succeeds', async () => {
  await world.subscribe(TopicArn, functionArn);
  world.faults.push(throttle(), new Error('disk full'), throttle(), throttle(), throttle());

  await publish('late');
  await world.clock.advance(1_999);
  expect(messages()).toEqual([]);
  await world.clock.advance(1);
  expect(messages()).toEqual(['late']);
});

test('what waits for another attempt survives a restart', async () => {
  await world.subscribe(TopicArn, functionArn);
  world.faults.push(throttle());
  await publish('late');

  world.restart();
  await world.clock.advance(0);

  expect(messages()).toEqual(['late']);
});

test('a message whose subscription has ended meanwhile is not delivered', async () => {
  const SubscriptionArn = await world.subscribe(TopicArn, functionArn);
  world.faults.push(throttle());
  await publish('late');

  await world.sns('Unsubscribe', { SubscriptionArn });
  await world.clock.advance(60_000);

  expect(messages()).toEqual([]);
});

test('what a deleted queue cannot take goes to the dead-letter queue as the queue would have got it', async () => {
  const dead = await world.makeQueue('dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead });
  await world.subscribe(TopicArn, queueArn('gone'), { RedrivePolicy, RawMessageDelivery: 'true' });

  await publish('kept', { MessageAttributes: { n: { DataType: 'Number', StringValue: '1' } } });

  expect(world.take(dead)).toMatchObject([
    { body: 'kept', messageAttributes: { n: { dataType: 'Number', stringValue: '1' } } },
  ]);
});

test('what a deleted function cannot take goes to the dead-letter queue as a notification', async () => {
  const dead = await world.makeQueue('dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead });
  await world.subscribe(TopicArn, `${functionArn}-gone`, { RedrivePolicy });

  await publish('kept');

  expect(world.take(dead).map(({ body }) => JSON.parse(body))).toMatchObject([
    { Type: 'Notification', TopicArn, Message: 'kept' },
  ]);
});

test('a queue that does not let the topic in gets nothing, and its message goes to the dead-letter queue', async () => {
  const asked: unknown[] = [];
  const strict = snsWorld((principal, action, resource) => {
    asked.push([principal, action, resource]);
    if (resource === queueArn('closed')) throw new AwsError('AccessDenied', 'no resource-based policy allows it', 403);
  });
  const topic = await strict.makeTopic('news');
  const [closed, dead] = [await strict.makeQueue('closed'), await strict.makeQueue('dead')];
  await strict.subscribe(topic, closed, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead }) });
  await strict.subscribe(topic, functionArn);

  await strict.sns('Publish', { TopicArn: topic, Message: 'x' });

  expect([strict.take(closed).length, strict.take(dead).length, strict.events.length]).toEqual([0, 1, 1]);
  const principal = { kind: 'service', name: 'sns.amazonaws.com', sourceArn: topic };
  expect(asked).toEqual([
    [principal, 'sqs:SendMessage', closed],
    [principal, 'sqs:SendMessage', dead],
    [principal, 'lambda:InvokeFunction', functionArn],
  ]);
  strict.close();
});

test('one subscription’s failure does not keep the others from their message', async () => {
  const reader = await world.makeQueue('reader');
  await world.subscribe(TopicArn, queueArn('gone'));
  await world.subscribe(TopicArn, reader);

  await publish('x');

  expect(world.take(reader)).toHaveLength(1);
});

test('retries come 3 times at once, twice after a second, 10 times ever slower, then every 20 seconds', () => {
  const delays = Array.from({ length: 17 }, (_, index) => retryDelayMs(index + 1) ?? -1);

  expect(delays.slice(0, 6)).toEqual([0, 0, 0, 1_000, 1_000, 1_000]);
  expect(delays.slice(5, 15)).toEqual(delays.slice(5, 15).toSorted((a, b) => a - b));
  expect(delays.slice(14)).toEqual([20_000, 20_000, 20_000]);
  expect([retryDelayMs(100_015), retryDelayMs(100_016)]).toEqual([20_000, undefined]);
});
