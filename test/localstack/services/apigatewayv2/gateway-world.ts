/** An API Gateway of its own on a virtual clock, with a function and a log that tests read. */
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import type { CreateApiCommandInput, CreateStageCommandInput } from '@aws-sdk/client-apigatewayv2';

import type { InvokeAnswer, LogEvent } from '../../../../localstack/engine/doors.ts';
import type { AuthorizeNeighbour, HttpRequest } from '../../../../localstack/engine/service.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createApiGateway } from '../../../../localstack/services/apigatewayv2/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:api';

type RunFunction = (event: Record<string, unknown>) => unknown;

export const answering = (result: unknown, functionError?: string): InvokeAnswer => ({
  statusCode: 200,
  payload: Buffer.from(JSON.stringify(result ?? null)),
  ...(functionError && { functionError }),
  executedVersion: '$LATEST',
  logTail: '',
});

export function gatewayWorld() {
  const state = temporaryState();
  const engine = {
    ...testEngine(state),
    authorize: (...asked: Parameters<AuthorizeNeighbour>) => world.authorize(...asked),
  };
  const logged: { group: string; stream: string; events: readonly LogEvent[] }[] = [];
  const world = {
    run: (() => ({ statusCode: 204 })) as RunFunction,
    authorize: (() => undefined) as AuthorizeNeighbour,
    invocations: 0,
  };
  const functions = {
    invoke: async (_arn: string, payload: Buffer): Promise<InvokeAnswer> => {
      world.invocations += 1;
      const result = await world.run(JSON.parse(payload.toString()) as Record<string, unknown>);
      return isAnswer(result) ? result : answering(result);
    },
    invokeLater: () => {
      throw new Error('not used here');
    },
  };
  const doors = {
    functions,
    logs: {
      append: (group: string, stream: string, events: readonly LogEvent[]) =>
        void logged.push({ group, stream, events }),
    },
  };
  const { control, dataPlane } = createApiGateway(engine, doors);
  const { clientOptions, call } = inProcess([control]);
  const client = new ApiGatewayV2Client(clientOptions);
  const handle = dataPlane.protocol.kind === 'http' ? dataPlane.protocol.handle : undefined;
  return Object.assign(world, {
    engine,
    clock: engine.clock,
    client,
    call,
    logged,
    doors,
    close: () => state.close(),
    /** An API with these routes, all to the one function, and a stage. */
    makeApi: async (routeKeys: readonly string[], api: Partial<CreateApiCommandInput> = {}, stage: object = {}) => {
      const { ApiId } = await client.send(new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP', ...api }));
      const { IntegrationId } = await client.send(
        new CreateIntegrationCommand({
          ApiId,
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: functionArn,
          PayloadFormatVersion: '2.0',
        }),
      );
      for (const RouteKey of routeKeys) {
        await client.send(new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` }));
      }
      const stageInput: CreateStageCommandInput = { ApiId, StageName: '$default', AutoDeploy: true, ...stage };
      await client.send(new CreateStageCommand(stageInput));
      return ApiId ?? '';
    },
    /** What a client of the API sees. */
    fetch: async (apiId: string, method: string, url: string, input: Partial<HttpRequest> = {}) => {
      const [path = '', query = ''] = url.split('?');
      const request: HttpRequest = {
        method,
        path,
        query: new URLSearchParams(query),
        body: Buffer.alloc(0),
        sourceIp: '127.0.0.1',
        isSecure: true,
        ...input,
        headers: { host: 'localhost:4566', 'x-local-api-id': apiId, ...input.headers },
      };
      const call = { requestId: 'r', accountId: '000000000000', region: 'us-east-1' };
      const response = await handle?.(request, call);
      if (!response) throw new Error('the data plane speaks HTTP');
      const body = Buffer.from(response.body as string | Uint8Array).toString();
      return { status: response.statusCode, headers: response.headers, body };
    },
  });
}

function isAnswer(result: unknown): result is InvokeAnswer {
  return typeof result === 'object' && result !== null && 'executedVersion' in result;
}

export type GatewayWorld = ReturnType<typeof gatewayWorld>;
