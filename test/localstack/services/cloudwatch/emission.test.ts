import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { InvokeAnswer } from '../../../../localstack/engine/doors.ts';
import { createApiGateway } from '../../../../localstack/services/apigatewayv2/index.ts';
import { createLambda } from '../../../../localstack/services/lambda/index.ts';
import { inProcess } from '../../../support/in-process.ts';
import { zip } from '../lambda/support/lambda-world.ts';
import { MemoryLog } from '../lambda/support/memory-log.ts';
import { MemoryQueues } from '../lambda/support/memory-queue.ts';
import { MemoryStream } from '../lambda/support/memory-stream.ts';
import { cloudwatchWorld } from './cloudwatch-world.ts';

let world: ReturnType<typeof cloudwatchWorld>;
beforeEach(() => void (world = cloudwatchWorld()));
afterEach(() => world.close());

/** Sums of the metrics of a namespace that have just these dimensions. */
function sums(namespace: string, dimensions: Readonly<Record<string, string>>): Record<string, number> {
  const nowMs = world.engine.clock.nowMs();
  const found = world.metrics.list(0).filter((metric) => {
    return metric.namespace === namespace && JSON.stringify(metric.dimensions) === JSON.stringify(dimensions);
  });
  const range = { fromMs: 0, toMs: nowMs + 1 };
  return Object.fromEntries(
    found.map((metric) => [metric.name, [...world.metrics.read(metric, range, nowMs + 1).values()][0]?.sum ?? 0]),
  );
}

test('a function tells of its invocations, errors, throttles and how far it is behind its stream', async () => {
  const { engine, metrics } = world;
  const stream = new MemoryStream(engine.clock.nowMs);
  const queues = new MemoryQueues(engine.clock.nowMs);
  const lambda = createLambda(engine, { streams: stream, queues, logs: new MemoryLog(), metrics });
  const client = new LambdaClient(inProcess([lambda]).clientOptions);
  await lambda.start?.();
  const source = 'export const handler = ({ fail }) => { if (fail) throw new Error("no"); };';
  const create = {
    FunctionName: 'work',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/work',
    Code: { ZipFile: zip({ 'index.mjs': source }) },
  } as const;
  await client.send(new CreateFunctionCommand(create));
  const invoke = (event: object) =>
    client.send(new InvokeCommand({ FunctionName: 'work', Payload: Buffer.from(JSON.stringify(event)) }));
  await invoke({});
  await invoke({ fail: true });
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'work', ReservedConcurrentExecutions: 0 }));
  await expect(invoke({})).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  const expected = { Invocations: 2, Errors: 1, Throttles: 1, Duration: 0, ConcurrentExecutions: 2 };
  expect(sums('AWS/Lambda', { FunctionName: 'work' })).toEqual(expected);
  expect(sums('AWS/Lambda', {})).toEqual(expected);

  stream.put(['a']);
  await engine.clock.advance(5_000);
  const mapping = { EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/plays', FunctionName: 'work' };
  await client.send(new CreateEventSourceMappingCommand({ ...mapping, StartingPosition: 'TRIM_HORIZON' }));
  await lambda.stop?.();
  expect(sums('AWS/Lambda', { FunctionName: 'work' })).toMatchObject({ IteratorAge: 5_000 });
});

test('an API tells of its requests by status and of how long they took', async () => {
  const { engine, metrics } = world;
  const answer: InvokeAnswer = {
    statusCode: 200,
    payload: Buffer.from('{"statusCode":204}'),
    executedVersion: '$LATEST',
    logTail: '',
  };
  const functions = {
    invoke: async () => {
      await engine.clock.advance(30);
      return answer;
    },
    invokeLater: () => undefined,
  };
  const { control, dataPlane } = createApiGateway(engine, { functions, logs: new MemoryLog(), metrics });
  const { call } = inProcess([control]);
  const integrationUri = 'arn:aws:lambda:us-east-1:000000000000:function:work';
  const { apiId } = await call('apigateway', 'CreateApi', { name: 'api', protocolType: 'HTTP' });
  const id = String(apiId);
  const integration = { integrationType: 'AWS_PROXY', integrationUri, payloadFormatVersion: '2.0' };
  const { integrationId } = await call('apigateway', 'CreateIntegration', { apiId, ...integration });
  const target = `integrations/${String(integrationId)}`;
  await call('apigateway', 'CreateRoute', { apiId, routeKey: 'GET /songs', target });
  await call('apigateway', 'CreateStage', { apiId, stageName: '$default', autoDeploy: true });
  const { protocol } = dataPlane;
  if (protocol.kind !== 'http') throw new Error('the data plane speaks HTTP');
  for (const path of ['/songs', '/nowhere']) {
    const request = {
      method: 'GET',
      path,
      query: new URLSearchParams(),
      body: Buffer.alloc(0),
      sourceIp: '::1',
      isSecure: true,
    };
    const headers = { host: 'localhost', 'x-local-api-id': id };
    await protocol.handle({ ...request, headers }, { requestId: 'r', accountId: '000000000000', region: 'us-east-1' });
  }
  const expected = { Count: 2, '4xx': 1, '5xx': 0, Latency: 30, IntegrationLatency: 30 };
  expect(sums('AWS/ApiGateway', { ApiId: id })).toEqual(expected);
  expect(sums('AWS/ApiGateway', { ApiId: id, Stage: '$default' })).toEqual(expected);
});
