import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { functionArn, queueArn, snsWorld, topicArn } from './sns-world.ts';
import type { SnsWorld } from './sns-world.ts';

let world: SnsWorld;
let TopicArn: string;
let reader: string;
beforeEach(async () => {
  world = snsWorld();
  TopicArn = await world.makeTopic('news');
  reader = await world.makeQueue('reader');
});
afterEach(() => world.close());

const publish = (Message: string, more: object = {}) => world.sns('Publish', { TopicArn, Message, ...more });
const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });

test('a queue gets the message in a notification', async () => {
  const subscription = await world.subscribe(TopicArn, reader);

  const { MessageId } = await publish('hello', { Subject: 'Greeting', MessageAttributes: { kind: text('a') } });

  const [message] = world.take(reader);
  expect(message?.messageAttributes).toEqual({});
  expect(JSON.parse(message?.body ?? '')).toEqual({
    Type: 'Notification',
    MessageId,
    TopicArn,
    Subject: 'Greeting',
    Message: 'hello',
    Timestamp: '2026-11-20T12:00:00.000Z',
    SignatureVersion: '1',
    Signature: expect.any(String),
    SigningCertURL: expect.stringMatching(/^https:\/\/sns\.us-east-1\.amazonaws\.com\/.*\.pem$/u),
    UnsubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
    MessageAttributes: { kind: { Type: 'String', Value: 'a' } },
  });
});

test('raw delivery sends the text alone and the attributes as the queue’s own', async () => {
  await world.subscribe(TopicArn, reader, { RawMessageDelivery: 'true' });

  await publish('hello', {
    MessageAttributes: { kind: text('a'), bytes: { DataType: 'Binary', BinaryValue: 'AgME' } },
  });

  expect(world.take(reader)).toMatchObject([
    {
      body: 'hello',
      messageAttributes: {
        kind: { dataType: 'String', stringValue: 'a' },
        bytes: { dataType: 'Binary', binaryValue: 'AgME' },
      },
    },
  ]);
});

test('a function gets an event of one record', async () => {
  const subscription = await world.subscribe(TopicArn, functionArn);

  const { MessageId } = await publish('hello', { MessageAttributes: { n: text('1', 'Number') } });

  expect(world.events).toEqual([
    {
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: subscription,
          Sns: {
            Type: 'Notification',
            MessageId,
            TopicArn,
            Subject: null,
            Message: 'hello',
            Timestamp: '2026-11-20T12:00:00.000Z',
            SignatureVersion: '1',
            Signature: expect.any(String),
            SigningCertUrl: expect.any(String),
            UnsubscribeUrl: expect.any(String),
            MessageAttributes: { n: { Type: 'Number', Value: '1' } },
          },
        },
      ],
    },
  ]);
});

test('every subscription gets its own copy, in the words meant for its protocol', async () => {
  await world.subscribe(TopicArn, reader, { RawMessageDelivery: 'true' });
  await world.subscribe(TopicArn, functionArn);

  await publish(JSON.stringify({ default: 'all', sqs: 'for queues' }), { MessageStructure: 'json' });

  expect(world.take(reader)).toMatchObject([{ body: 'for queues' }]);
  expect(world.events[0]?.Records[0]?.Sns['Message']).toBe('all');
});

test('a topic can be named as the target', async () => {
  await world.subscribe(TopicArn, reader);

  await world.sns('Publish', { TargetArn: TopicArn, Message: 'x' });

  expect(world.take(reader)).toHaveLength(1);
});

test.each([
  ['an empty message', { Message: '' }, 'Invalid parameter: Empty message'],
  ['a message of more than 256 KiB', { Message: 'x'.repeat(262_145) }, 'Invalid parameter: Message too long'],
  ['an empty subject', { Subject: '' }, 'Invalid parameter: Subject'],
  ['a subject of two lines', { Subject: 'a\nb' }, 'Invalid parameter: Subject'],
  [
    'a structure without default',
    { Message: '{"sqs":"x"}', MessageStructure: 'json' },
    'Invalid parameter: Message Structure - No default entry in JSON message body',
  ],
  [
    'a structure that is no JSON',
    { Message: '{', MessageStructure: 'json' },
    'Invalid parameter: Message Structure - JSON message body failed to parse',
  ],
  [
    'an attribute without a value',
    { MessageAttributes: { a: text('') } },
    "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.",
  ],
  [
    'an attribute of an unknown type',
    { MessageAttributes: { a: text('x', 'Colour') } },
    "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
  ],
  [
    'a number that is none',
    { MessageAttributes: { a: text('x', 'Number') } },
    "Could not cast message attribute 'a' value to number.",
  ],
  [
    'an attribute name with a dollar',
    { MessageAttributes: { $a: text('x') } },
    "Invalid non-alphanumeric character '#x24' was found in the message attribute name.",
  ],
])('%s is refused', async (_title, input, message) => {
  await expect(publish('x', input)).rejects.toMatchObject({ message: expect.stringContaining(message) });
});

test('a message needs a topic that is there', async () => {
  await expect(world.sns('Publish', { Message: 'x' })).rejects.toMatchObject({
    message: 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
  });
  await expect(world.sns('Publish', { TopicArn: topicArn('none'), Message: 'x' })).rejects.toMatchObject({
    code: 'NotFound',
    message: 'Topic does not exist',
  });
  await expect(world.sns('Publish', { PhoneNumber: '+1', Message: 'x' })).rejects.toMatchObject({
    code: 'NotImplemented',
    message: expect.stringContaining('PhoneNumber'),
  });
});

test('a batch publishes its messages in order', async () => {
  await world.subscribe(TopicArn, reader, { RawMessageDelivery: 'true' });

  const answer = await world.sns('PublishBatch', {
    TopicArn,
    PublishBatchRequestEntries: ['c', 'a', 'b'].map((Id) => ({ Id, Message: `message ${Id}` })),
  });

  expect(answer).toEqual({
    Successful: ['c', 'a', 'b'].map((Id) => ({ Id, MessageId: expect.any(String) })),
    Failed: [],
  });
  expect(world.take(reader).map(({ body }) => body)).toEqual(['message c', 'message a', 'message b']);
});

test.each([
  ['EmptyBatchRequest', []],
  ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, Message: 'x' }))],
  ['BatchEntryIdsNotDistinct', ['a', 'a'].map((Id) => ({ Id, Message: 'x' }))],
  ['InvalidBatchEntryId', [{ Id: 'a b', Message: 'x' }]],
  ['BatchRequestTooLong', ['a', 'b'].map((Id) => ({ Id, Message: 'x'.repeat(140_000) }))],
  [
    'InvalidParameter',
    [
      { Id: 'a', Message: 'x' },
      { Id: 'b', Message: '' },
    ],
  ],
])('a wrong batch is refused as a whole: %s', async (code, PublishBatchRequestEntries) => {
  await world.subscribe(TopicArn, queueArn('reader'));

  await expect(world.sns('PublishBatch', { TopicArn, PublishBatchRequestEntries })).rejects.toMatchObject({ code });
  expect(world.take(reader)).toEqual([]);
});
