import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { CreateEventSourceMappingCommandInput } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { openState, temporaryState } from '../../../../../localstack/engine/state.ts';
import { LambdaWorld } from '../support/lambda-world.ts';
import { settle } from '../support/turns.ts';

let world: LambdaWorld;
const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/listens';
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:jobs';
const failedArn = 'arn:aws:sqs:us-east-1:000000000000:failed';

/** Logs what it is given; fails on `poison`. */
const source = `export const handler = async ({ Records }) => {
  const texts = Records.map(({ kinesis, body }) => body ?? Buffer.from(kinesis.data, 'base64').toString());
  console.log('got ' + texts.join(' '));
  if (texts.includes('poison')) throw new Error('poisoned');
};`;

const create = (input: Partial<CreateEventSourceMappingCommandInput> = {}) =>
  world.client.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'work',
      EventSourceArn: streamArn,
      StartingPosition: 'TRIM_HORIZON',
      ...input,
    }),
  );
const get = (UUID: string | undefined) => world.client.send(new GetEventSourceMappingCommand({ UUID }));

beforeEach(async () => {
  world = new LambdaWorld();
  await world.create(source);
});
afterEach(() => world.close());

describe('CreateEventSourceMapping', () => {
  test('on a stream shows AWS’s defaults and begins to invoke', async () => {
    const hasRun = world.logs.next('REPORT');
    const created = await create();
    expect(created).toMatchObject({
      UUID: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      EventSourceArn: streamArn,
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:work',
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      StartingPosition: 'TRIM_HORIZON',
      State: 'Creating',
      LastProcessingResult: 'No records processed',
    });
    expect((await get(created.UUID)).State).toBe('Enabled');

    world.stream.put(['a', 'b']);
    await hasRun;

    expect(world.logs.text).toContain('got a b');
    await settle();
    expect((await get(created.UUID)).LastProcessingResult).toBe('OK');
  });

  test('on a queue deletes what the function took', async () => {
    const hasRun = world.logs.next('REPORT');
    await create({ EventSourceArn: queueArn, StartingPosition: undefined, BatchSize: 2 });

    world.queues.put('a', 'b');
    await hasRun;
    await settle();

    expect(world.logs.text).toContain('got a b');
    expect(world.queues.bodies).toEqual([]);
  });

  test('tells the on-failure queue where a given-up batch lies, not what it holds', async () => {
    await create({
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: failedArn } },
    });
    const hasRun = world.logs.next('REPORT');

    const [first, last] = world.stream.put(['a', 'poison']);
    await hasRun;
    await settle();

    expect(world.queues.sent.map(({ queueArn: to }) => to)).toEqual([failedArn]);
    expect(JSON.parse(world.queues.sent[0]?.body ?? '')).toEqual({
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:work',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 1,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: '2026-11-20T12:00:00.000Z',
      KinesisBatchInfo: {
        shardId: 'shardId-000000000000',
        startSequenceNumber: first,
        endSequenceNumber: last,
        approximateArrivalOfFirstRecord: '2026-11-20T12:00:00.000Z',
        approximateArrivalOfLastRecord: '2026-11-20T12:00:00.000Z',
        batchSize: 2,
        streamArn,
      },
    });
  });

  test.each([
    ['no starting position', { StartingPosition: undefined }, "Value null at 'startingPosition'"],
    ['AT_TIMESTAMP without one', { StartingPosition: 'AT_TIMESTAMP' as const }, 'StartingPositionTimestamp'],
    ['a function that is not there', { FunctionName: 'nobody' }, 'Function not found'],
    ['a source of another kind', { EventSourceArn: 'arn:aws:kafka:us-east-1:0:cluster/c/1' }, 'not implemented'],
    ['tumbling windows side by side', { TumblingWindowInSeconds: 60, ParallelizationFactor: 2 }, 'not implemented'],
    ['a wrong filter', { FilterCriteria: { Filters: [{ Pattern: '[]' }] } }, 'Invalid filter pattern'],
    [
      'too many filters',
      { FilterCriteria: { Filters: Array.from({ length: 6 }, () => ({ Pattern: '{"a":["b"]}' })) } },
      'maximum of 5',
    ],
    ['a batch of 10,001', { BatchSize: 10_001 }, 'less than or equal to 10000'],
    ['a record age of a second', { MaximumRecordAgeInSeconds: 1 }, 'MaximumRecordAgeInSeconds'],
    [
      'a destination of another kind',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:0:t' } } },
      'not implemented',
    ],
    [
      'a large queue batch without a window',
      { EventSourceArn: queueArn, StartingPosition: undefined, BatchSize: 11 },
      'Maximum batch window',
    ],
    [
      'bisecting a queue',
      { EventSourceArn: queueArn, StartingPosition: undefined, BisectBatchOnFunctionError: true },
      'Unsupported',
    ],
  ])('refuses %s', async (_, input, message) => {
    await expect(create(input)).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });

  test('refuses a queue whose visibility timeout is shorter than the function’s timeout', async () => {
    await world.create(source, { FunctionName: 'slow', Timeout: 31 });

    await expect(
      create({ FunctionName: 'slow', EventSourceArn: queueArn, StartingPosition: undefined }),
    ).rejects.toMatchObject({
      message: 'Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    });
  });

  test('refuses a second mapping of the same function on the same source', async () => {
    const { UUID } = await create();

    await expect(create()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringContaining(`existing mapping with UUID ${UUID}`),
    });
  });
});

test('a disabled mapping is resumed at its checkpoint', async () => {
  const { UUID } = await create({ BatchSize: 1 });
  const first = world.logs.next('REPORT');
  world.stream.put(['a']);
  await first;
  await settle();
  const disabling = await world.client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  expect(disabling.State).toBe('Disabling');
  expect((await get(UUID)).State).toBe('Disabled');
  world.stream.put(['b']);
  await settle();
  expect(world.logs.text).not.toContain('got b');

  const second = world.logs.next('got b');
  await world.client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true, BatchSize: 7 }));
  await second;

  expect(world.logs.text.match(/got a/gu)).toHaveLength(1);
  expect((await get(UUID)).BatchSize).toBe(7);
});

test('UpdateEventSourceMapping takes no starting position', () => {
  const { UpdateEventSourceMapping } = world.service.operations;

  expect(Object.keys(UpdateEventSourceMapping?.parameters ?? {})).toContain('BatchSize');
  expect(Object.keys(UpdateEventSourceMapping?.parameters ?? {})).not.toContain('StartingPosition');
});

test('deleting and creating a mapping starts anew', async () => {
  const { UUID } = await create();
  const first = world.logs.next('REPORT');
  world.stream.put(['a']);
  await first;
  await settle();

  const deleted = await world.client.send(new DeleteEventSourceMappingCommand({ UUID }));
  const again = world.logs.next('got a');
  await create();
  await again;

  expect(deleted.State).toBe('Deleting');
  await expect(get(UUID)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('mappings are listed by function and by source', async () => {
  await world.create(source, { FunctionName: 'other' });
  const { UUID: one } = await create();
  const { UUID: two } = await create({ FunctionName: 'other' });
  const list = async (input: { FunctionName?: string; EventSourceArn?: string }) => {
    const { EventSourceMappings = [] } = await world.client.send(new ListEventSourceMappingsCommand(input));
    return new Set(EventSourceMappings.map(({ UUID }) => UUID));
  };

  expect(await list({ FunctionName: 'work' })).toEqual(new Set([one]));
  expect(await list({ EventSourceArn: streamArn })).toEqual(new Set([one, two]));
  expect(await list({ EventSourceArn: queueArn })).toEqual(new Set());
});

test('a mapping waits for its function to be there', async () => {
  const { UUID } = await create();
  await world.client.send(new DeleteFunctionCommand({ FunctionName: 'work' }));
  world.stream.put(['a']);
  await settle();
  expect((await get(UUID)).LastProcessingResult).toContain('PROBLEM: Function not found');

  await world.create(source);
  const hasRun = world.logs.next('got a');
  await world.clock.advance(500);
  await hasRun;

  expect(world.logs.text).toContain('got a');
});

test('after a restart functions, mappings and checkpoints are there', async () => {
  const scratch = temporaryState();
  const { folder } = scratch;
  const before = new LambdaWorld({ state: openState(folder) });
  await before.create(source);
  await before.client.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'work',
      EventSourceArn: streamArn,
      StartingPosition: 'TRIM_HORIZON',
    }),
  );
  const first = before.logs.next('REPORT');
  before.stream.put(['a']);
  await first;
  await settle();
  await before.close();

  const after = new LambdaWorld({ state: openState(folder) });
  const second = after.logs.next('got');
  after.stream.put(['a', 'b']); // The stream in memory begins anew, with the same sequence numbers.
  await second;

  expect(after.logs.text).toContain('got b');
  expect(after.logs.text).not.toContain('got a');
  await after.close();
  scratch.close();
});
