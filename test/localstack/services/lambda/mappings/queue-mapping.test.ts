/** A test for each sentence of AWS's documentation on SQS event source mappings. */
import { afterEach, describe, expect, test } from '@jest/globals';

import { AwsError } from '../../../../../localstack/engine/aws-error.ts';
import { VirtualClock } from '../../../../../localstack/engine/clock.ts';
import type { InvokeAnswer } from '../../../../../localstack/engine/doors.ts';
import { compileFilter } from '../../../../../localstack/services/lambda/mappings/event-filter.ts';
import { QueueMapping } from '../../../../../localstack/services/lambda/mappings/queue-mapping.ts';
import type { QueueSettings } from '../../../../../localstack/services/lambda/mappings/queue-mapping.ts';
import { MemoryQueues } from '../support/memory-queue.ts';
import { failed, failures, ok, throttled } from '../support/stream-world.ts';
import { settle } from '../support/turns.ts';

interface SqsEvent {
  readonly Records: readonly { readonly body: string; readonly messageId: string }[];
}

class QueueWorld {
  readonly clock = new VirtualClock(0);
  readonly queues = new MemoryQueues(this.clock.nowMs);
  readonly batches: (readonly string[])[] = [];
  readonly faults: unknown[] = [];
  event: unknown;
  answer: (bodies: readonly string[]) => InvokeAnswer | AwsError | Promise<InvokeAnswer> = () => ok();
  #mapping: QueueMapping | undefined;

  async start(settings: Partial<QueueSettings> = {}): Promise<void> {
    const plain = { batchSize: 10, windowMs: 0, concurrencyMax: 10, reportsItemFailures: false };
    this.#mapping = new QueueMapping(
      'arn:aws:sqs:eu-west-1:000000000000:jobs',
      { ...plain, ...settings },
      {
        clock: this.clock,
        queues: this.queues,
        region: 'eu-west-1',
        invoke: async (payload) => {
          const event = JSON.parse(payload.toString('utf8')) as SqsEvent;
          this.event = event;
          const bodies = event.Records.map(({ body }) => body);
          this.batches.push(bodies);
          const answer = await this.answer(bodies);
          if (answer instanceof AwsError) throw answer;
          return answer;
        },
        noteFault: (fault) => void this.faults.push(fault),
      },
    );
    this.#mapping.start();
    await settle();
  }

  async put(...bodies: readonly string[]): Promise<void> {
    this.queues.put(...bodies);
    await settle();
  }

  /** Moves time on; the queue tells, as it would, that messages may have become visible. */
  async advance(durationMs: number): Promise<void> {
    await this.clock.advance(durationMs);
    this.queues.notify();
    await settle();
  }

  async stop(): Promise<void> {
    await this.#mapping?.stop();
  }
}

let world: QueueWorld;
const newWorld = (): QueueWorld => (world = new QueueWorld());
afterEach(() => world.stop());

test('a message has AWS’s shape', async () => {
  await newWorld().start();

  await world.put('hello');

  expect(world.event).toEqual({
    Records: [
      {
        messageId: 'message-1',
        receiptHandle: 'handle-1',
        body: 'hello',
        attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1', SenderId: 'AIDA' },
        messageAttributes: {
          colour: { dataType: 'String', stringValue: 'red', stringListValues: [], binaryListValues: [] },
        },
        md5OfBody: 'md5',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:jobs',
        awsRegion: 'eu-west-1',
      },
    ],
  });
});

describe('batches', () => {
  test('messages are invoked at once, and deleted when the function succeeds', async () => {
    await newWorld().start();

    await world.put('a', 'b');

    expect(world.batches).toEqual([['a', 'b']]);
    expect(world.queues.bodies).toEqual([]);
  });

  test('a window gathers messages until it is over or the batch is full', async () => {
    await newWorld().start({ batchSize: 3, windowMs: 1_000 });
    await world.put('a');
    await world.advance(999);
    await world.put('b');
    expect(world.batches).toEqual([]);
    await world.advance(1);
    expect(world.batches).toEqual([['a', 'b']]);

    await world.put('c', 'd', 'e', 'f');

    expect(world.batches).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  test('a batch may hold thousands of messages', async () => {
    newWorld().queues.put(...Array.from({ length: 10_000 }, (_, index) => String(index)));

    await world.start({ batchSize: 10_000, windowMs: 1_000 });

    expect(world.batches.map((bodies) => bodies.length)).toEqual([10_000]);
  });

  test('a batch holds at most 6 MB', async () => {
    newWorld().queues.put(...['a', 'b', 'c'].map((letter) => letter.repeat(2.5 * 1024 * 1024)));

    await world.start();

    expect(world.batches.map((bodies) => bodies.length)).toEqual([2, 1]);
  });

  test('no more batches run side by side than the maximum concurrency', async () => {
    const finish = Promise.withResolvers<void>();
    newWorld().answer = async () => {
      await finish.promise;
      return ok();
    };
    await world.start({ batchSize: 1, concurrencyMax: 2 });

    await world.put('a', 'b', 'c');
    expect(world.batches).toEqual([['a'], ['b']]);
    finish.resolve();
    await settle();

    expect(world.batches).toEqual([['a'], ['b'], ['c']]);
  });
});

describe('errors', () => {
  test('a failed batch stays hidden until its visibility timeout', async () => {
    await newWorld().start();
    world.answer = () => failed();
    await world.put('a');
    await world.advance(29_999);
    expect(world.batches).toHaveLength(1);

    world.answer = () => ok();
    await world.advance(1);

    expect(world.batches).toEqual([['a'], ['a']]);
    expect(world.queues.bodies).toEqual([]);
  });

  test('a partial response deletes all but the reported messages', async () => {
    await newWorld().start({ reportsItemFailures: true });
    world.answer = () => failures('message-2');

    await world.put('a', 'b', 'c');

    expect(world.queues.bodies).toEqual(['b']);
  });

  test.each([
    ['an empty identifier', ''],
    ['an identifier of no message', 'message-9'],
  ])('%s fails the whole batch', async (_, identifier) => {
    await newWorld().start({ reportsItemFailures: true });
    world.answer = () => failures('message-1', identifier);

    await world.put('a', 'b');

    expect(world.queues.bodies).toEqual(['a', 'b']);
  });

  test('an empty partial response is success', async () => {
    await newWorld().start({ reportsItemFailures: true });
    world.answer = () => failures();

    await world.put('a');

    expect(world.queues.bodies).toEqual([]);
  });

  test('a throttled batch is given back and tried again later', async () => {
    await newWorld().start();
    world.answer = () => throttled();
    await world.put('a');
    expect(world.queues.released).toEqual([{ handles: ['handle-1'], delayMs: 1_000 }]);

    world.answer = () => ok();
    await world.advance(1_000);

    expect(world.batches).toEqual([['a'], ['a']]);
    expect(world.queues.bodies).toEqual([]);
  });

  test('a queue that cannot be read is tried again', async () => {
    newWorld().queues.isGone = true;
    await world.start();
    expect(world.faults).toHaveLength(1);

    world.queues.isGone = false;
    world.queues.put('a');
    await world.advance(10_000);

    expect(world.batches).toEqual([['a']]);
  });
});

test('messages that a filter leaves out are deleted', async () => {
  const filter = compileFilter(['{"body":{"kind":["wanted"]}}'], 'sqs');
  await newWorld().start({ filter });
  const wanted = '{"kind":"wanted"}';

  await world.put('plain', '{"kind":"other"}', wanted);

  expect(world.batches).toEqual([[wanted]]);
  expect(world.queues.bodies).toEqual([]);
});

test('gathered messages are given back when the mapping stops', async () => {
  await newWorld().start({ batchSize: 100, windowMs: 60_000 });
  await world.put('a', 'b');

  await world.stop();

  expect(world.queues.released).toEqual([{ handles: ['handle-1', 'handle-2'], delayMs: 0 }]);
  expect(world.batches).toEqual([]);
});
