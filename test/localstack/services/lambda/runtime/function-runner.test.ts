/** Functions in real processes: what AWS documents of execution environments, and that nothing ever hangs. */
import type { Socket } from 'node:net';

import { UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, test } from '@jest/globals';

import { LambdaWorld, role, zip } from '../support/lambda-world.ts';
import { listen } from '../support/listen.ts';

let world: LambdaWorld;
const newWorld = (options?: ConstructorParameters<typeof LambdaWorld>[0]): LambdaWorld =>
  (world = new LambdaWorld(options));
afterEach(() => world.close());

const answersPid = 'export const handler = async () => process.pid;';
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:work';

describe('an environment', () => {
  test('is started for the first invocation and used again for the next', async () => {
    await newWorld().create(answersPid);

    const cold = await world.invoke();
    const warm = await world.invoke();

    expect(warm.payload).toBe(cold.payload);
    expect(cold.tail).toMatch(/Init Duration: \d+\.\d\d ms/u);
    expect(warm.tail).not.toContain('Init Duration');
  });

  test('has the variables that AWS documents, the function’s own, and no others', async () => {
    await newWorld().create('export const handler = async () => process.env;', {
      Environment: { Variables: { TABLE: 'songs' } },
      MemorySize: 256,
    });

    const { payload } = await world.invoke();

    expect(Object.keys(payload).toSorted()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_DEFAULT_REGION',
      'AWS_ENDPOINT_URL',
      'AWS_EXECUTION_ENV',
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_FUNCTION_VERSION',
      'AWS_LAMBDA_INITIALIZATION_TYPE',
      'AWS_LAMBDA_LOG_FORMAT',
      'AWS_LAMBDA_LOG_GROUP_NAME',
      'AWS_LAMBDA_LOG_STREAM_NAME',
      'AWS_LAMBDA_RUNTIME_API',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'HOME',
      'LAMBDA_RUNTIME_DIR',
      'LAMBDA_TASK_ROOT',
      'LANG',
      'PATH',
      'TABLE',
      'TMPDIR',
      'TZ',
      '_HANDLER',
      '_X_AMZN_TRACE_ID',
    ]);
    expect(payload).toMatchObject({
      TABLE: 'songs',
      TZ: ':UTC',
      AWS_REGION: 'us-east-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'work',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/work',
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^2026\/11\/20\/\[\$LATEST\][0-9a-f]{32}$/u),
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      _HANDLER: 'index.handler',
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/u),
    });
  });

  test('gives the function its context', async () => {
    await newWorld().create(
      'export const handler = async (event, context) => ({ ...context, remainingMs: context.getRemainingTimeInMillis() });',
      { Timeout: 30 },
    );

    const { payload } = await world.invoke();

    expect(payload).toMatchObject({
      functionName: 'work',
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/work',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
    });
    expect(payload['remainingMs']).toBeGreaterThan(20_000);
    expect(payload['remainingMs']).toBeLessThanOrEqual(30_000);
  });

  test('tells whose calls its credentials sign', async () => {
    await newWorld().create('export const handler = async () => process.env.AWS_SESSION_TOKEN;');

    const { payload } = await world.invoke();

    const token = Buffer.from(String(payload), 'base64').toString('utf8');
    expect(JSON.parse(token)).toEqual({ roleArn: role, sessionName: 'work' });
  });

  test('runs CommonJS modules, modules in folders and top-level await', async () => {
    newWorld();
    await world.create('', {
      Handler: 'inner/main.run',
      Code: { ZipFile: zip({ 'inner/main.cjs': "exports.run = async () => 'common';" }) },
    });
    await world.create("const word = await Promise.resolve('awaited'); export const handler = async () => word;", {
      FunctionName: 'awaiting',
    });

    expect((await world.invoke()).payload).toBe('common');
    expect((await world.invoke({}, { FunctionName: 'awaiting' })).payload).toBe('awaited');
  });

  test('is ended when it has not been used for some minutes', async () => {
    await newWorld().create(answersPid);
    const first = await world.invoke();

    await world.clock.advance(5 * 60_000);
    const second = await world.invoke();

    expect(second.payload).not.toBe(first.payload);
  });

  test('is not used again when code or configuration have changed', async () => {
    await newWorld().create('export const handler = async () => [process.env.WORD];');
    expect((await world.invoke()).payload).toEqual([null]);

    const Variables = { WORD: 'configured' };
    await world.client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'work', Environment: { Variables } }),
    );
    expect((await world.invoke()).payload).toEqual(['configured']);

    const ZipFile = zip({ 'index.mjs': 'export const handler = async () => [process.env.WORD, 2];' });
    await world.client.send(new UpdateFunctionCodeCommand({ FunctionName: 'work', ZipFile }));
    expect((await world.invoke()).payload).toEqual(['configured', 2]);
  });

  test('serves one invocation at a time; another runs beside it in a process of its own', async () => {
    await newWorld().create(
      `import { createConnection } from 'node:net';
       export const handler = async ({ port }) => {
         const socket = createConnection(port, '127.0.0.1');
         await new Promise((resolve) => socket.once('data', resolve));
         socket.destroy();
         return process.pid;
       };`,
    );
    const { server, port } = await listen();
    const sockets: Socket[] = [];
    const bothRun = new Promise<void>((resolve) => {
      server.on('connection', (socket) => void (sockets.push(socket) === 2 && resolve()));
    });

    const answers = [world.invoke({ port }), world.invoke({ port })];
    await bothRun;
    for (const socket of sockets) socket.write('go');
    const [first, second] = await Promise.all(answers);
    server.close();

    expect(first?.payload).not.toBe(second?.payload);
  });
});

describe('an invocation that fails', () => {
  test('by throwing answers with the error, and the environment lives on', async () => {
    await newWorld().create(
      "export const handler = async ({ fail }) => { if (fail) throw new TypeError('no good'); return process.pid; };",
    );
    const { payload: pid } = await world.invoke({});

    const answer = await world.invoke({ fail: true });

    expect(answer).toMatchObject({
      statusCode: 200,
      functionError: 'Unhandled',
      payload: { errorType: 'TypeError', errorMessage: 'no good', trace: expect.any(Array) },
    });
    expect(answer.tail).toContain('Invoke Error');
    expect((await world.invoke({})).payload).toBe(pid);
  });

  test('by taking too long is killed at its timeout', async () => {
    await newWorld().create(
      "export const handler = async () => { console.log('waiting'); await new Promise(() => setInterval(() => {}, 1000)); };",
    );
    const isWaiting = world.logs.next('waiting');
    const pending = world.invoke();
    await isWaiting;

    await world.clock.advance(3_000);
    const { functionError, payload, tail } = await pending;

    expect(functionError).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 3\.00 seconds$/u),
    });
    expect(tail).toMatch(/Z [0-9a-f-]{36} Task timed out after 3\.00 seconds\n/u);
    expect(tail).toMatch(/Duration: 3000\.00 ms\tBilled Duration: 3000 ms.*\tStatus: timeout/u);
  });

  test('by never yielding is killed at its timeout as well', async () => {
    await newWorld().create("export const handler = async () => { console.log('spinning'); for (;;); };");
    const isSpinning = world.logs.next('spinning');
    const pending = world.invoke();
    await isSpinning;

    await world.clock.advance(3_000);

    expect((await pending).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  test.each([
    ['process.exit(3)', 'Runtime exited with error: exit status 3'],
    ['process.exit(0)', 'Runtime exited without providing a reason'],
    ["process.kill(process.pid, 'SIGKILL')", 'Runtime exited with error: signal: killed'],
    ["setImmediate(() => { throw new Error('late'); })", 'Runtime exited with error: exit status 1'],
  ])('by %s tells how its process ended', async (statement, message) => {
    await newWorld().create(
      `export const handler = async ({ end }) => { if (end) { ${statement}; await new Promise(() => setInterval(() => {}, 1000)); } return 'well'; };`,
    );

    const { functionError, payload } = await world.invoke({ end: true });

    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining(message) });
    expect((await world.invoke({})).payload).toBe('well');
  });

  test('by answering more than 6 MB says so', async () => {
    await newWorld().create("export const handler = async () => 'x'.repeat(7 * 1024 * 1024);");

    const { functionError, payload } = await world.invoke();

    expect(functionError).toBe('Unhandled');
    expect(payload['errorType']).toBe('Function.ResponseSizeTooLarge');
  });

  test.each([
    ['a handler that is not there', 'export const other = 1;', 'Runtime.HandlerNotFound'],
    ['a syntax error', 'export const handler = ;', 'Runtime.UserCodeSyntaxError'],
    ['an error while loading', "throw new RangeError('while loading');", 'RangeError'],
    ['a process that ends while loading', 'process.exit(7);', 'Runtime.ExitError'],
    [
      'a callback handler',
      'export const handler = (event, context, callback) => callback();',
      'Runtime.CallbackHandlerDeprecated',
    ],
  ])('by %s answers with that', async (_, source, errorType) => {
    await newWorld().create(source);

    const { functionError, payload } = await world.invoke();

    expect(functionError).toBe('Unhandled');
    expect(payload['errorType']).toBe(errorType);
  });
});
