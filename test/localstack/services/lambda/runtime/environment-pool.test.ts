/** How many processes run, what they write, and how they end. */
import { PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, test } from '@jest/globals';

import { LambdaWorld } from '../support/lambda-world.ts';
import { listen } from '../support/listen.ts';

let world: LambdaWorld;
const newWorld = (options?: ConstructorParameters<typeof LambdaWorld>[0]): LambdaWorld =>
  (world = new LambdaWorld(options));
afterEach(() => world.close());

const answersPid = 'export const handler = async () => process.pid;';

describe('concurrency', () => {
  const waits =
    "export const handler = async () => { console.log('waiting'); await new Promise(() => setInterval(() => {}, 1000)); };";

  test('beyond what is reserved is throttled', async () => {
    await newWorld().create(waits);
    await world.client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'work', ReservedConcurrentExecutions: 1 }),
    );
    const isWaiting = world.logs.next('waiting');
    const first = world.invoke();
    await isWaiting;

    await expect(world.invoke()).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });

    await world.clock.advance(3_000);
    await first;
  });

  test('beyond what the account has is throttled', async () => {
    await newWorld({ accountConcurrencyMax: 1 }).create(waits);
    const isWaiting = world.logs.next('waiting');
    const first = world.invoke();
    await isWaiting;

    await expect(world.invoke()).rejects.toMatchObject({ Reason: 'ConcurrentInvocationLimitExceeded' });

    await world.clock.advance(3_000);
    await first;
  });

  test('a burst is served by fewer processes than it has invocations', async () => {
    await newWorld({ startingMax: 2 }).create(answersPid);

    const answers = await Promise.all(Array.from({ length: 24 }, () => world.invoke()));

    expect(new Set(answers.map(({ payload }) => payload)).size).toBeLessThan(24);
    expect(answers.every(({ functionError }) => functionError === undefined)).toBe(true);
  });
});

test('a function that fails to load fails every invocation that waits for it', async () => {
  await newWorld({ startingMax: 2 }).create("throw new Error('broken');");

  const answers = await Promise.all(Array.from({ length: 5 }, () => world.invoke()));

  expect(answers.map(({ payload }) => payload['errorMessage'])).toEqual(Array.from({ length: 5 }, () => 'broken'));
});

describe('the log', () => {
  test('has the platform’s lines around the function’s own, in order', async () => {
    await newWorld().create(
      "export const handler = async () => { console.log('one', { two: 2 }); console.error('three\\nfour'); process.stdout.write('raw'); };",
    );

    const { tail } = await world.invoke();

    const id = '[0-9a-f-]{36}';
    const at = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';
    expect(tail).toMatch(
      new RegExp(
        `^START RequestId: ${id} Version: \\$LATEST\n` +
          `${at}\t${id}\tINFO\tone \\{ two: 2 \\}\n${at}\t${id}\tERROR\tthree\nfour\nraw\n` +
          `END RequestId: ${id}\n` +
          `REPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: \\d+ MB\tInit Duration: [\\d.]+ ms\t\n$`,
        'u',
      ),
    );
    expect(world.logs.text).toBe(tail);
    expect(new Set(world.logs.lines.map(({ group }) => group))).toEqual(new Set(['/aws/lambda/work']));
  });

  test('goes into the group that the function names, as JSON when it asks for that', async () => {
    await newWorld().create("export const handler = async () => { console.info('hello'); console.debug('hidden'); };", {
      LoggingConfig: { LogGroup: '/own/group', LogFormat: 'JSON' },
    });

    await world.invoke();

    const records = world.logs.lines.map(({ message }) => JSON.parse(message) as Record<string, unknown>);
    expect(records).toMatchObject([
      { type: 'platform.start' },
      { level: 'INFO', message: 'hello', requestId: expect.any(String) },
      { type: 'platform.report', record: { status: 'success', metrics: { memorySizeMB: 128 } } },
    ]);
    expect(world.logs.lines[0]?.group).toBe('/own/group');
  });
});

test('the end of the cloud ends every process and every invocation', async () => {
  await newWorld().create(
    "export const handler = async () => { console.log('waiting'); await new Promise(() => setInterval(() => {}, 1000)); };",
  );
  const isWaiting = world.logs.next('waiting');
  const pending = world.invoke();
  await isWaiting;

  await world.stop();

  expect((await pending).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
});

test('a process that the function started ends with its environment', async () => {
  await newWorld().create(
    `import { spawn } from 'node:child_process';
     const grandchild = "require('node:net').connect(Number(process.argv[1]), '127.0.0.1')";
     export const handler = async ({ port }) => void spawn(process.execPath, ['-e', grandchild, String(port)]);`,
  );
  const { server, port, connected, closed } = await listen();
  await world.invoke({ port });
  const socket = await connected;

  await world.stop();
  await closed;

  expect(socket.destroyed).toBe(true);
  server.close();
});

test('a process that would outlive its failed start is ended', async () => {
  const { server, port, closed } = await listen();
  await newWorld().create(
    `import { createConnection } from 'node:net';
     process.on('unhandledRejection', () => {});
     await new Promise((resolve) => createConnection(${port}, '127.0.0.1', resolve));
     throw new Error('broken');`,
  );

  const { payload } = await world.invoke();
  await closed;

  expect(payload['errorMessage']).toBe('broken');
  server.close();
});
