/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html, a test for each sentence. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { AwsError } from '../../../../../localstack/engine/aws-error.ts';
import { VirtualClock } from '../../../../../localstack/engine/clock.ts';
import type { InvokeAnswer } from '../../../../../localstack/engine/doors.ts';
import { silentLog } from '../../../../../localstack/engine/log.ts';
import { temporaryState } from '../../../../../localstack/engine/state.ts';
import type { State } from '../../../../../localstack/engine/state.ts';
import { AsyncInvoker } from '../../../../../localstack/services/lambda/asynchronous/async-invoker.ts';
import { openEventQueue } from '../../../../../localstack/services/lambda/asynchronous/event-queue.ts';
import { defaultConfiguration } from '../../../../../localstack/services/lambda/function-input.ts';
import type { FunctionRecord } from '../../../../../localstack/services/lambda/function-record.ts';
import { MemoryQueues } from '../support/memory-queue.ts';
import { failed, ok, throttled } from '../support/stream-world.ts';
import { advance, settle } from '../support/turns.ts';

const minuteMs = 60_000;
const failedQueue = 'arn:aws:sqs:us-east-1:000000000000:failed';

class AsyncWorld {
  readonly clock = new VirtualClock(Date.UTC(2026, 10, 20, 12));
  readonly queues = new MemoryQueues(this.clock.nowMs);
  readonly state: State = temporaryState();
  readonly runs: { readonly text: string; readonly requestId: string }[] = [];
  readonly later: { readonly functionArn: string; readonly text: string }[] = [];
  record: FunctionRecord = {
    ...defaultConfiguration('work'),
    name: 'work',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:work',
    codeSha256: '',
    codeSizeBytes: 0,
    tags: {},
    lastModifiedMs: 0,
    revisionId: '1',
  };
  answer: (text: string) => InvokeAnswer | AwsError | Promise<InvokeAnswer> = () => ok('done');
  invoker = this.open();
  #requests = 0;

  open(): AsyncInvoker {
    return new AsyncInvoker({
      clock: this.clock,
      log: silentLog,
      queue: openEventQueue(this.state.database('lambda')),
      queues: this.queues,
      newRequestId: () => `request-${(this.#requests += 1)}`,
      functionNamed: (name) => (name === 'work' ? this.record : undefined),
      askForRole: () => undefined,
      run: async (_, payload, requestId) => {
        this.runs.push({ text: payload.toString('utf8'), requestId });
        const answer = await this.answer(payload.toString('utf8'));
        if (answer instanceof AwsError) throw answer;
        return answer;
      },
      invokeLater: (functionArn, payload) => void this.later.push({ functionArn, text: payload.toString('utf8') }),
    });
  }

  async enqueue(text: string): Promise<void> {
    this.invoker.enqueue(this.record, Buffer.from(text));
    await settle();
  }

  get sent(): unknown[] {
    return this.queues.sent.map(({ body }) => JSON.parse(body) as unknown);
  }
}

let world: AsyncWorld;
beforeEach(() => {
  world = new AsyncWorld();
  world.invoker.start();
});
afterEach(() => {
  world.invoker.stop();
  world.state.close();
});

describe('retries', () => {
  test('a failed event is tried again after one minute and after two more, under one request id', async () => {
    world.answer = () => failed();
    await world.enqueue('1');
    await advance(world.clock, minuteMs - 1);
    expect(world.runs).toHaveLength(1);
    await advance(world.clock, 1);
    expect(world.runs).toHaveLength(2);
    await advance(world.clock, 2 * minuteMs - 1);
    expect(world.runs).toHaveLength(2);
    await advance(world.clock, 1);
    expect(world.runs).toHaveLength(3);

    await advance(world.clock, 60 * minuteMs, minuteMs);

    expect(world.runs).toEqual(Array.from({ length: 3 }, () => ({ text: '1', requestId: 'request-1' })));
  });

  test('the function may ask for fewer', async () => {
    world.record = { ...world.record, eventInvokeConfig: { lastModifiedMs: 0, retryAttemptsMax: 0 } };
    world.answer = () => failed();

    await world.enqueue('1');
    await advance(world.clock, 60 * minuteMs, minuteMs);

    expect(world.runs).toHaveLength(1);
  });

  test('a throttled event is tried again, from a second to five minutes apart, for six hours', async () => {
    world.record = { ...world.record, eventInvokeConfig: { lastModifiedMs: 0, onFailure: failedQueue } };
    world.answer = () => throttled();
    await world.enqueue('1');
    await advance(world.clock, 1_000);
    expect(world.runs).toHaveLength(2);
    await advance(world.clock, 2_000);
    expect(world.runs).toHaveLength(3);

    await advance(world.clock, 6 * 60 * minuteMs, 30_000);
    expect(world.sent).toEqual([]);
    const runs = world.runs.length;
    await advance(world.clock, 6 * minuteMs, 30_000);

    expect(world.runs).toHaveLength(runs);
    expect(world.sent).toMatchObject([{ requestContext: { condition: 'EventAgeExceeded' } }]);
  });

  test('an event that waited too long is not run any more', async () => {
    world.record = {
      ...world.record,
      eventInvokeConfig: { lastModifiedMs: 0, eventAgeSecondsMax: 60, onFailure: failedQueue },
    };
    world.answer = () => failed();
    await world.enqueue('1');

    await advance(world.clock, 3 * minuteMs, 30_000);

    expect(world.runs).toHaveLength(2);
    expect(world.sent).toMatchObject([{ requestContext: { condition: 'EventAgeExceeded' } }]);
  });
});

describe('destinations', () => {
  test('tell of success with request and response', async () => {
    world.record = { ...world.record, eventInvokeConfig: { lastModifiedMs: 0, onSuccess: failedQueue } };
    world.answer = () => ok({ songs: 3 });

    await world.enqueue('{"user":"u"}');

    expect(world.sent).toEqual([
      {
        version: '1.0',
        timestamp: '2026-11-20T12:00:00.000Z',
        requestContext: {
          requestId: 'request-1',
          functionArn: `${world.record.arn}:$LATEST`,
          condition: 'Success',
          approximateInvokeCount: 1,
        },
        requestPayload: { user: 'u' },
        responseContext: { statusCode: 200, executedVersion: '$LATEST' },
        responsePayload: { songs: 3 },
      },
    ]);
  });

  test('tell of failure when the retries are used up', async () => {
    world.record = { ...world.record, eventInvokeConfig: { lastModifiedMs: 0, onFailure: failedQueue } };
    world.answer = () => failed();
    await world.enqueue('{"user":"u"}');

    await advance(world.clock, 4 * minuteMs, minuteMs);

    expect(world.sent).toMatchObject([
      {
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { user: 'u' },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorMessage: 'boom' },
      },
    ]);
  });

  test('may be functions', async () => {
    const onSuccess = 'arn:aws:lambda:us-east-1:000000000000:function:next';
    world.record = { ...world.record, eventInvokeConfig: { lastModifiedMs: 0, onSuccess } };

    await world.enqueue('1');

    expect(world.later).toMatchObject([{ functionArn: onSuccess }]);
  });

  test('that are gone cost only their message', async () => {
    world.record = { ...world.record, eventInvokeConfig: { lastModifiedMs: 0, onSuccess: failedQueue } };
    world.queues.isGone = true;

    await world.enqueue('1');
    world.queues.isGone = false;
    await world.enqueue('2');

    expect(world.sent).toMatchObject([{ requestPayload: 2 }]);
  });
});

test('a dead-letter queue gets the event with the error as attributes', async () => {
  world.record = { ...world.record, deadLetterArn: failedQueue };
  world.answer = () => failed();
  await world.enqueue('{"user":"u"}');

  await advance(world.clock, 4 * minuteMs, minuteMs);

  expect(world.queues.sent).toEqual([
    {
      queueArn: failedQueue,
      body: '{"user":"u"}',
      messageAttributes: {
        RequestID: { dataType: 'String', stringValue: 'request-1' },
        ErrorCode: { dataType: 'Number', stringValue: '200' },
        ErrorMessage: { dataType: 'String', stringValue: 'boom' },
      },
    },
  ]);
});

test('events of one function run side by side, within what it reserves', async () => {
  const finish = Promise.withResolvers<void>();
  world.record = { ...world.record, reservedConcurrency: 2 };
  world.answer = async () => {
    await finish.promise;
    return ok();
  };
  for (const text of ['1', '2', '3']) await world.enqueue(text);
  expect(world.runs).toHaveLength(2);

  finish.resolve();
  await settle();

  expect(world.runs.map(({ text }) => text)).toEqual(['1', '2', '3']);
});

test('a restart goes on with what was queued, running or waiting for a retry', async () => {
  const never = Promise.withResolvers<InvokeAnswer>();
  world.answer = (text) => (text === '1' ? failed() : never.promise);
  await world.enqueue('1');
  await world.enqueue('2');
  world.invoker.stop();
  never.resolve(failed()); // Its process was killed with the cloud.
  await settle();

  world.answer = () => ok();
  world.runs.length = 0;
  world.invoker = world.open();
  world.invoker.start();
  await settle();
  expect(world.runs).toEqual([{ text: '2', requestId: 'request-2' }]);
  await advance(world.clock, minuteMs);

  expect(world.runs.at(-1)).toEqual({ text: '1', requestId: 'request-1' });
});

test('events of a function that is gone are dropped', async () => {
  world.answer = () => failed();
  await world.enqueue('1');
  world.invoker.stop();
  world.record = { ...world.record, name: 'work' };
  const invoker = new AsyncInvoker({
    clock: world.clock,
    log: silentLog,
    queue: openEventQueue(world.state.database('lambda')),
    queues: world.queues,
    newRequestId: () => 'request',
    functionNamed: () => undefined,
    askForRole: () => undefined,
    run: async () => ok(),
    invokeLater: () => undefined,
  });

  invoker.start();

  expect(openEventQueue(world.state.database('lambda')).functionNames()).toEqual([]);
});
