/** Mappings on the streams of DynamoDB's tables. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
import { CreateEventSourceMappingCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import type { CreateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { LambdaWorld } from '../support/lambda-world.ts';
import { settle } from '../support/turns.ts';

let world: LambdaWorld;
let streamArn: string;
const TableName = 'plays';
const failedArn = 'arn:aws:sqs:us-east-1:000000000000:failed';

/** Logs what it is given; fails on an item called `poison`. */
const source = `export const handler = async ({ Records }) => {
  const ids = Records.map(({ eventName, dynamodb }) => eventName + ' ' + dynamodb.Keys.id.S);
  console.log('got ' + ids.join(', ') + '.');
  if (Records.length === 1) console.log('event ' + JSON.stringify(Records[0]));
  if (ids.includes('INSERT poison')) throw new Error('poisoned');
};`;

beforeEach(async () => {
  world = new LambdaWorld();
  await world.create(source);
  const { TableDescription } = await world.call('dynamodb', 'CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  streamArn = String((TableDescription as Record<string, unknown>)['LatestStreamArn']);
});
afterEach(() => world.close());

const create = (input: Partial<CreateEventSourceMappingCommandInput> = {}) =>
  world.client.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'work',
      EventSourceArn: streamArn,
      StartingPosition: 'TRIM_HORIZON',
      ...input,
    }),
  );

const put = (...ids: readonly string[]) =>
  world.call('dynamodb', 'BatchWriteItem', {
    RequestItems: { [TableName]: ids.map((id) => ({ PutRequest: { Item: { id: { S: id }, title: { S: id } } } })) },
  });

test('a change of an item reaches the function as AWS’s event', async () => {
  await create();
  const hasRun = world.logs.next('REPORT');

  await put('one');
  await hasRun;

  const line = world.logs.lines.find(({ message }) => message.includes('event '))?.message ?? '';
  expect(JSON.parse(line.slice(line.indexOf('event ') + 'event '.length))).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/u),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: world.clock.nowMs() / 1000,
      Keys: { id: { S: 'one' } },
      NewImage: { id: { S: 'one' }, title: { S: 'one' } },
      SequenceNumber: expect.stringMatching(/^\d{21}$/u),
      SizeBytes: 18,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: streamArn,
  });
});

test('LATEST begins with the changes after the creation', async () => {
  await put('old');
  await create({ StartingPosition: 'LATEST' });
  const hasRun = world.logs.next('REPORT');
  await put('new');
  await hasRun;

  expect(world.logs.text).toContain('got INSERT new.');
  expect(world.logs.text).not.toContain('old');
});

test('a batch that is given up is told to the on-failure queue as a DDBStreamBatchInfo, without the items', async () => {
  await create({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: failedArn } } });
  const hasRun = world.logs.next('REPORT');
  await put('poison', 'other');
  await hasRun;
  await settle();

  const body = world.queues.sent[0]?.body ?? '';
  expect(JSON.parse(body)).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    DDBStreamBatchInfo: {
      shardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/u),
      startSequenceNumber: expect.stringMatching(/^\d{21}$/u),
      endSequenceNumber: expect.stringMatching(/^\d{21}$/u),
      approximateArrivalOfFirstRecord: '2026-11-20T12:00:00.000Z',
      approximateArrivalOfLastRecord: '2026-11-20T12:00:00.000Z',
      batchSize: 2,
      streamArn,
    },
  });
  expect(body).not.toContain('title');
});

test('a filter looks at the whole record, with DynamoDB’s types', async () => {
  const Pattern = JSON.stringify({
    eventName: ['INSERT'],
    dynamodb: { NewImage: { title: { S: [{ prefix: 'a' }] } } },
  });
  const { UUID } = await create({ FilterCriteria: { Filters: [{ Pattern }] } });
  const hasRun = world.logs.next('REPORT');
  await put('b', 'a');
  await hasRun;
  expect(world.logs.text).toContain('got INSERT a.');

  const update = new UpdateEventSourceMappingCommand({ UUID, FilterCriteria: { Filters: [{ Pattern: '{}' }] } });
  await expect(world.client.send(update)).rejects.toThrow('Invalid filter pattern definition');
});

test('the mapping goes on in the child of a shard that was closed', async () => {
  await create();
  const hasRun = world.logs.next('REPORT');
  await put('one');
  await hasRun;
  await settle();
  await world.clock.advance(4 * 60 * 60 * 1000);
  const hasRunAgain = world.logs.next('got INSERT two.');

  await put('two');

  await hasRunAgain;
  expect(world.events.filter((line) => line.includes('faulted'))).toEqual([]);
});

test('changes that were made while the mapping was disabled come when it is enabled', async () => {
  const { UUID } = await create({ Enabled: false });
  await put('one');
  await put('two');
  const hasRun = world.logs.next('REPORT');

  await world.client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  await hasRun;

  expect(world.logs.text).toContain('got INSERT one, INSERT two.');
});

test.each([
  [
    'a starting timestamp',
    { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: new Date(0) },
    'AT_TIMESTAMP',
  ],
  ['a table', { EventSourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/plays' }, 'Unrecognized event source'],
  [
    'a stream that is not there',
    { EventSourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/plays/stream/2020-01-01T00:00:00.000' },
    'Stream not found',
  ],
  ['a scaling setting', { ScalingConfig: { MaximumConcurrency: 2 } }, 'Unsupported ScalingConfig'],
] as const)('%s is refused', async (_, input, message) => {
  await expect(create(input)).rejects.toThrow(message);
});
