/** A whole cloud that is broken on purpose, over its port and from inside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';

import { createCloud, type Cloud } from '../../../../localstack/cloud.ts';

let folder: string;
let cloud: Cloud;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const rule = { id: 'from-the-start', service: 'sqs', effect: { kind: 'throttle' }, count: 1 } as const;
  cloud = await createCloud({ folder, port: 0, faults: [rule] });
});
afterEach(() => cloud.faults.clear());
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const clientOptions = () => ({
  endpoint: cloud.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

async function admin(
  method: string,
  path = '',
  body?: unknown,
  headers: Record<string, string> = { 'x-local-cloud': 'yes' },
) {
  const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(`${cloud.url}/_cloud/faults${path}`, { method, headers, ...text });
  return { statusCode: response.status, body: (await response.json()) as unknown };
}

const down = { service: 'sqs', effect: { kind: 'down' } };

test('rules that the cloud was created with apply from the start', async () => {
  expect(cloud.faults.reports()).toMatchObject([{ rule: { id: 'from-the-start' }, injected: 0 }]);
  await expect(cloud.call('sqs', 'ListQueues', {})).rejects.toMatchObject({ code: 'RequestThrottled' });
  await expect(cloud.call('sqs', 'ListQueues', {})).resolves.toBeDefined();
});

test('a cloud with a rule that cannot be does not start, and leaves its folder to the next', async () => {
  const other = mkdtempSync(join(tmpdir(), 'faults-'));
  const rule = { service: 'sqz', effect: { kind: 'down' } } as const;
  await expect(createCloud({ folder: other, port: 0, faults: [rule] })).rejects.toThrow("got 'sqz'");
  const next = await createCloud({ folder: other, port: 0 });
  await next.stop();
  rmSync(other, { recursive: true });
});

test('a dropped reply resets the connection, over HTTP/1.1 and HTTP/2, and the SDK asks again', async () => {
  for (const service of ['sqs', 'kinesis']) cloud.faults.add({ service, effect: { kind: 'drop-reply' }, count: 2 });
  const sqs = new SQSClient(clientOptions());
  await expect(sqs.send(new ListQueuesCommand({}))).rejects.toThrow('socket hang up');
  const kinesis = new KinesisClient(clientOptions());
  await expect(kinesis.send(new ListStreamsCommand({}))).rejects.toThrow('did not get a response');

  const retryStrategy = new ConfiguredRetryStrategy(2, 0);
  const patient = [
    new SQSClient({ ...clientOptions(), retryStrategy }).send(new ListQueuesCommand({})),
    new KinesisClient({ ...clientOptions(), retryStrategy }).send(new ListStreamsCommand({})),
  ];
  const attempts = (await Promise.all(patient)).map(({ $metadata }) => $metadata.attempts);
  expect(attempts).toEqual([2, 2]);
});

test('a deployed HTTP API is down like any other service', async () => {
  cloud.faults.add({ service: 'execute-api', operation: 'GET', resource: '/plays*', effect: { kind: 'down' } });
  const get = (path: string) => fetch(`${cloud.url}/_aws/execute-api/abc123${path}`);
  const broken = await get('/plays/today');
  expect([broken.status, await broken.json()]).toEqual([503, { message: 'Service Unavailable' }]);
  expect((await get('/songs')).status).toBe(404);
});

test('calls that share an HTTP/2 connection with a dropped reply are asked again, too', async () => {
  cloud.faults.add({ service: 'kinesis', effect: { kind: 'drop-reply' }, count: 1 });
  const client = new KinesisClient({ ...clientOptions(), retryStrategy: new ConfiguredRetryStrategy(3, 0) });
  const answers = await Promise.all(Array.from({ length: 8 }, () => client.send(new ListStreamsCommand({}))));
  expect(answers.some(({ $metadata }) => $metadata.attempts === 2)).toBe(true);
});

describe('the admin', () => {
  test('adds a rule or a list, shows them and removes them', async () => {
    expect(await admin('POST', '', { ...down, id: 'one', seed: 1 })).toEqual({
      statusCode: 200,
      body: { added: [{ ...down, id: 'one', seed: 1 }] },
    });
    await admin('POST', '', [{ ...down, id: 'two', seed: 2 }]);
    expect(await admin('DELETE', '/one')).toMatchObject({ statusCode: 200 });
    expect(await admin('GET', '', undefined, {})).toEqual({
      statusCode: 200,
      body: { faults: [{ rule: { ...down, id: 'two', seed: 2 }, injected: 0, isActive: true }] },
    });
    expect(await admin('DELETE', '/one')).toEqual({
      statusCode: 404,
      body: { message: "There is no fault rule 'one'." },
    });
    expect(await admin('DELETE')).toEqual({ statusCode: 200, body: { faults: [] } });
  });

  test('changes nothing for who lacks the header', async () => {
    expect(await admin('POST', '', down, {})).toMatchObject({ statusCode: 403 });
    expect(await admin('DELETE', '', undefined, {})).toMatchObject({ statusCode: 403 });
    expect(cloud.faults.reports()).toEqual([]);
  });

  test('names what is wrong with a rule', async () => {
    const { statusCode, body } = await admin('POST', '', { ...down, service: 'sqz' });
    expect(statusCode).toBe(400);
    expect(body).toMatchObject({ message: expect.stringContaining("got 'sqz'.") });
    expect(await admin('POST', '', '{')).toMatchObject({ statusCode: 400 });
  });
});
