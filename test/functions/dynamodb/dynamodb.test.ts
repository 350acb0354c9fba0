import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, test } from '@jest/globals';

import { dynamodbOver, liveDynamodb } from '../../../functions/dynamodb/adapters/dynamodb.ts';
import { namedHeaders } from '../../support/dynamodb-wire.ts';

const target = 'DynamoDB_20120810.UpdateItem';
const region = 'eu-central-1';

test('each try is signed with the time and the credentials of its own', async () => {
  const sent: { authorization: string | undefined; body: string }[] = [];
  const statuses = [500, 200];
  let nowMs = Date.UTC(2026, 10, 20, 23, 59, 59);
  let accessKeyId = 'first';
  const dynamodb = dynamodbOver({
    endpoint: { url: new URL('http://127.0.0.1:4566'), region },
    credentials: () => ({ accessKeyId, secretAccessKey: 'secret', sessionToken: undefined }),
    nowMs: () => nowMs,
    chance: () => 0.5,
    pause: async () => {
      nowMs += 1_000;
      accessKeyId = 'second';
    },
    attemptsMax: 2,
    exchange: async (headers, body) => {
      sent.push({ authorization: namedHeaders(headers)['authorization'], body });
      return { status: statuses.shift() ?? 0, body: '{"answer":1}' };
    },
  });

  expect(await dynamodb(target, { TableName: 'topk' })).toEqual({ answer: 1 });
  expect(sent).toEqual([
    {
      authorization: expect.stringContaining(`Credential=first/20261120/${region}/dynamodb`),
      body: '{"TableName":"topk"}',
    },
    {
      authorization: expect.stringContaining(`Credential=second/20261121/${region}/dynamodb`),
      body: '{"TableName":"topk"}',
    },
  ]);
});

test('a deployed function calls where its environment says', async () => {
  const server = createServer((request, response) => {
    response.end(JSON.stringify({ target: request.headers['x-amz-target'], host: request.headers.host }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dynamodb = liveDynamodb({
    AWS_REGION: region,
    AWS_ENDPOINT_URL: `http://${host}`,
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  try {
    expect(await dynamodb(target, {})).toEqual({ target, host });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('what the environment lacks is the fault of a call, and not of the start', async () => {
  await expect(liveDynamodb({})(target, {})).rejects.toThrow('environment variables are missing: AWS_REGION');
  await expect(liveDynamodb({ AWS_REGION: region })(target, {})).rejects.toThrow('there are no credentials');
});
