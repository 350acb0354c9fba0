import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { LambdaWorld } from '../support/lambda-world.ts';

let world: LambdaWorld;
beforeAll(async () => {
  world = new LambdaWorld();
  await world.create('export const handler = async (event, context) => ({ event, client: context.clientContext });');
});
afterAll(() => world.close());

test('RequestResponse answers with the function’s result', async () => {
  const { statusCode, functionError, payload } = await world.invoke({ text: 'grüße' });

  expect({ statusCode, functionError, payload }).toEqual({
    statusCode: 200,
    functionError: undefined,
    payload: { event: { text: 'grüße' } },
  });
});

test('no payload at all is an empty object', async () => {
  const answer = await world.client.send(new InvokeCommand({ FunctionName: 'work' }));

  expect(answer.Payload?.transformToString()).toBe('{"event":{}}');
  expect(answer.ExecutedVersion).toBe('$LATEST');
  expect(answer.LogResult).toBeUndefined();
});

test('the client context reaches the function', async () => {
  const ClientContext = Buffer.from('{"custom":{"a":1}}').toString('base64');

  expect((await world.invoke({}, { ClientContext })).payload).toMatchObject({ client: { custom: { a: 1 } } });
});

test('DryRun runs nothing', async () => {
  const before = world.logs.lines.length;

  const { StatusCode } = await world.client.send(new InvokeCommand({ FunctionName: 'work', InvocationType: 'DryRun' }));

  expect(StatusCode).toBe(204);
  expect(world.logs.lines).toHaveLength(before);
});

test('Event answers before the function has run', async () => {
  const hasRun = world.logs.next('REPORT');

  const { StatusCode } = await world.client.send(
    new InvokeCommand({ FunctionName: 'work', InvocationType: 'Event', Payload: Buffer.from('{"later":true}') }),
  );

  expect(StatusCode).toBe(202);
  await hasRun;
});

test('a payload that is not JSON is refused', async () => {
  const wrong = new InvokeCommand({ FunctionName: 'work', Payload: Buffer.from('{') });

  await expect(world.client.send(wrong)).rejects.toMatchObject({
    name: 'InvalidRequestContentException',
    message: expect.stringContaining('Could not parse request body into json'),
  });
});

test.each([
  ['RequestResponse' as const, 6_291_456],
  ['Event' as const, 1_048_576],
])('%s refuses a payload of more than %d bytes', async (InvocationType, bytesMax) => {
  const Payload = Buffer.from(JSON.stringify('x'.repeat(bytesMax - 1)));

  await expect(
    world.client.send(new InvokeCommand({ FunctionName: 'work', InvocationType, Payload })),
  ).rejects.toMatchObject({
    name: 'RequestTooLargeException',
    message: `Request must be smaller than ${bytesMax} bytes for the InvokeFunction operation`,
    $metadata: { httpStatusCode: 413 },
  });
});
