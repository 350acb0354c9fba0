/** Functions that are killed, and what an event source mapping makes of sources that fail. */
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { Faults } from '../../../../localstack/engine/faults/faults.ts';
import { createLambda } from '../../../../localstack/services/lambda/index.ts';
import type { LambdaService } from '../../../../localstack/services/lambda/index.ts';
import { createSqs } from '../../../../localstack/services/sqs/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';
import { role, zip } from '../../services/lambda/support/lambda-world.ts';
import { MemoryLog } from '../../services/lambda/support/memory-log.ts';
import { MemoryQueues } from '../../services/lambda/support/memory-queue.ts';
import { MemoryStream } from '../../services/lambda/support/memory-stream.ts';
import { advance } from '../../services/lambda/support/turns.ts';

let engine: ReturnType<typeof testEngine>;
let faults: Faults;
let lambda: LambdaService;
let queues: MemoryQueues;
let logs: MemoryLog;
let client: LambdaClient;

beforeEach(async () => {
  engine = testEngine();
  faults = new Faults({ ...engine, services: () => [lambda, createSqs(engine)] });
  const { nowMs } = engine.clock;
  queues = new MemoryQueues(nowMs, 900_000);
  logs = new MemoryLog();
  lambda = createLambda({ ...engine, faults }, { streams: new MemoryStream(nowMs), queues, logs });
  client = new LambdaClient(inProcess([lambda], undefined, faults).clientOptions);
  await lambda.start?.();
});
afterEach(async () => {
  await lambda.stop?.();
  engine.state.close();
});

const source = `export const handler = async ({ waits, Records = [] }) => {
  if (waits) await new Promise(() => setInterval(() => {}, 1000));
  for (const { body } of Records) console.log('took ' + body);
  return process.pid;
};`;

async function createFunction(): Promise<void> {
  const code = {
    Code: { ZipFile: zip({ 'index.mjs': source }) },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
  } as const;
  await client.send(new CreateFunctionCommand({ FunctionName: 'work', Role: role, Timeout: 900, ...code }));
}

async function invoke(event: object = {}) {
  const Payload = Buffer.from(JSON.stringify(event));
  const answer = await client.send(new InvokeCommand({ FunctionName: 'work', Payload }));
  return {
    functionError: answer.FunctionError,
    payload: JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as unknown,
  };
}

/** With a process that has started: time that is moved on would be over before a cold one has. */
async function createWarmFunction(): Promise<void> {
  await createFunction();
  await invoke();
}

async function mapQueue(): Promise<void> {
  const EventSourceArn = 'arn:aws:sqs:us-east-1:000000000000:todo';
  await client.send(new CreateEventSourceMappingCommand({ FunctionName: 'work', EventSourceArn }));
}

test('a function that is killed in an invocation fails it, and the next one gets a new process', async () => {
  await createFunction();
  const { payload: pid } = await invoke();
  faults.add({
    service: 'lambda',
    operation: 'Invoke',
    count: 1,
    effect: { kind: 'kill-function', functionName: 'work' },
  });

  const killed = await invoke({ waits: true });

  expect(killed.functionError).toBe('Unhandled');
  expect(killed.payload).toMatchObject({ errorType: 'Runtime.ExitError' });
  const { payload: nextPid } = await invoke();
  expect(nextPid).not.toBe(pid);
});

test('a throttled invocation has Lambda’s words', async () => {
  await createFunction();
  faults.add({ service: 'lambda', resource: 'work', effect: { kind: 'throttle' }, operation: 'Invoke' });
  await expect(invoke()).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    Reason: 'CallerRateLimitExceeded',
    $metadata: { httpStatusCode: 429 },
  });
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
  await expect(lambda.functionDoor.invoke(arn, Buffer.from('{}'))).rejects.toMatchObject({ statusCode: 429 });
});

test('a mapping goes on when its queue is up again', async () => {
  await createWarmFunction();
  faults.add({ service: 'sqs', effect: { kind: 'down' }, forMs: 60_000 });
  await mapQueue();
  queues.put('a song');
  await advance(engine.clock, 59_000, 1_000);
  expect(logs.text).not.toContain('took');
  expect(faults.reports()[0]?.injected).toBeGreaterThan(0);

  const isTaken = logs.next('took a song');
  await advance(engine.clock, 10_000, 1_000);
  await isTaken;
});

test('a mapping whose function is throttled gives the messages back', async () => {
  await createWarmFunction();
  faults.add({ service: 'lambda', operation: 'Invoke', effect: { kind: 'throttle' }, count: 1 });
  const isTaken = logs.next('took a song');
  await mapQueue();
  queues.put('a song');
  await advance(engine.clock, 10_000, 1_000);
  await isTaken;
  expect(queues.released).toEqual([{ handles: ['handle-1'], delayMs: expect.any(Number) }]);
});
