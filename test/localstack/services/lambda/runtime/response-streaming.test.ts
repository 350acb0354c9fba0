/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html */
import { Readable } from 'node:stream';

import { InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { silentLog } from '../../../../../localstack/engine/log.ts';
import { seededRandom } from '../../../../../localstack/engine/random.ts';
import type { HttpRequest } from '../../../../../localstack/engine/service.ts';
import { createWire } from '../../../../../localstack/engine/wire/wire.ts';
import { LambdaWorld } from '../support/lambda-world.ts';
import { listen } from '../support/listen.ts';

let world: LambdaWorld;
let client: LambdaClient;
let lastBody: Readable;

beforeEach(() => {
  world = new LambdaWorld();
  const wire = createWire({
    services: [world.service],
    accountId: '000000000000',
    region: 'us-east-1',
    random: seededRandom(2),
    log: silentLog,
  });
  // The body is handed to the client as it comes, where the other tests' client waits for all of it.
  const handle = async (request: Pick<HttpRequest, 'method' | 'path' | 'headers'> & { readonly body?: Uint8Array }) => {
    const sent = { ...request, body: Buffer.from(request.body ?? ''), query: new URLSearchParams(), rawQuery: '' };
    const { statusCode, headers, body } = await wire.handle({ ...sent, sourceIp: '127.0.0.1', isSecure: false });
    const isWhole = typeof body === 'string' || body instanceof Uint8Array;
    lastBody = Readable.from(isWhole ? [Buffer.from(body)] : body);
    return { response: { statusCode, headers, body: lastBody } };
  };
  client = new LambdaClient({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { handle: handle as never },
  });
});
afterEach(() => world.close());

const stream = (event: unknown = {}) =>
  client.send(
    new InvokeWithResponseStreamCommand({
      FunctionName: 'work',
      Payload: Buffer.from(JSON.stringify(event)),
      LogType: 'Tail',
    }),
  );

/** The text of all pieces, and how the invocation ended. */
async function readAll(answer: Awaited<ReturnType<typeof stream>>) {
  let text = '';
  for await (const event of answer.EventStream ?? []) {
    if (event.PayloadChunk) text += Buffer.from(event.PayloadChunk.Payload ?? []).toString('utf8');
    if (event.InvokeComplete) return { text, ...event.InvokeComplete };
  }
  throw new Error('the stream ended without InvokeComplete');
}

test('pieces reach the client while the function is still writing', async () => {
  await world.create(
    `import { createConnection } from 'node:net';
     export const handler = awslambda.streamifyResponse(async ({ port }, responseStream) => {
       responseStream.write('first ');
       await new Promise((resolve) => createConnection(port, '127.0.0.1').once('data', resolve));
       responseStream.write('second');
       responseStream.end();
     });`,
  );
  const { server, port, connected } = await listen();
  const answer = await stream({ port });
  const events = answer.EventStream?.[Symbol.asyncIterator]();

  const first = await events?.next();
  expect(Buffer.from(first?.value.PayloadChunk.Payload).toString()).toBe('first ');
  (await connected).write('go');
  const second = await events?.next();
  expect(Buffer.from(second?.value.PayloadChunk.Payload).toString()).toBe('second');
  const complete = await events?.next();

  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(complete?.value.InvokeComplete.ErrorCode).toBeUndefined();
  expect(Buffer.from(complete?.value.InvokeComplete.LogResult ?? '', 'base64').toString()).toContain(
    'REPORT RequestId',
  );
  server.close();
});

test('the environment serves the next invocation after a streamed one', async () => {
  await world.create(
    `export const handler = awslambda.streamifyResponse(async (event, responseStream) => {
       console.log('writing');
       responseStream.end(String(process.pid));
     });`,
  );
  const first = await readAll(await stream());

  expect((await readAll(await stream())).text).toBe(first.text);
  const log = Buffer.from(first.LogResult ?? '', 'base64').toString();
  expect(log).toContain('writing');
  expect(log).toMatch(/Max Memory Used: [1-9]\d* MB/u);
});

test('a function that does not stream answers in one piece', async () => {
  await world.create("export const handler = async () => ({ text: 'whole' });");

  expect(await readAll(await stream())).toMatchObject({ text: '{"text":"whole"}' });
});

test('a function that streams can be invoked for a whole answer', async () => {
  await world.create(
    `export const handler = awslambda.streamifyResponse(async (event, responseStream) => {
       responseStream.write('{"pieces":');
       responseStream.end('2}');
     });`,
  );

  expect((await world.invoke()).payload).toEqual({ pieces: 2 });
});

test('an error after the first piece ends the stream with its code and details', async () => {
  await world.create(
    `export const handler = awslambda.streamifyResponse(async (event, responseStream) => {
       responseStream.write('begun');
       throw new TypeError('no good');
     });`,
  );

  const { text, ErrorCode, ErrorDetails } = await readAll(await stream());

  expect(text).toBe('begun');
  expect(ErrorCode).toBe('Unhandled');
  expect(JSON.parse(ErrorDetails ?? '')).toMatchObject({ errorType: 'TypeError', errorMessage: 'no good' });
});

test('a client that goes away leaves the function to its end', async () => {
  await world.create(
    `export const handler = awslambda.streamifyResponse(async (event, responseStream) => {
       for (let piece = 0; piece < 100; piece += 1) responseStream.write('x'.repeat(100_000));
       responseStream.end();
     });`,
  );
  const hasEnded = world.logs.next('REPORT');
  await stream();
  lastBody.destroy();

  await hasEnded;
  expect(world.logs.text).not.toContain('Status: error');
});

test('a function that is not there is refused before anything is streamed', async () => {
  await expect(stream()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
