import {
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  GetApiCommand,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStageCommand,
  GetStagesCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApiCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { createApiGateway } from '../../../../localstack/services/apigatewayv2/index.ts';
import { resources } from '../../../../localstack/services/apigatewayv2/resources.ts';
import { inProcess, testStartMs } from '../../../support/in-process.ts';
import { functionArn, gatewayWorld } from './gateway-world.ts';
import type { GatewayWorld } from './gateway-world.ts';

let world: GatewayWorld;
beforeEach(() => void (world = gatewayWorld()));
afterEach(() => world.close());

test('an API is what it was made as, with an address', async () => {
  const ApiId = await world.makeApi(['GET /'], { CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 60 } });

  const api = await world.client.send(new GetApiCommand({ ApiId }));

  expect(api).toMatchObject({
    Name: 'api',
    ProtocolType: 'HTTP',
    ApiEndpoint: `https://${ApiId}.execute-api.us-east-1.localhost:4566`,
    CreatedDate: new Date(testStartMs),
    CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 60 },
  });
  expect((await world.client.send(new GetApisCommand({}))).Items).toHaveLength(1);
  expect((await world.client.send(new GetStagesCommand({ ApiId }))).Items).toMatchObject([{ StageName: '$default' }]);
  expect((await world.client.send(new GetIntegrationsCommand({ ApiId }))).Items).toMatchObject([
    { IntegrationUri: functionArn, PayloadFormatVersion: '2.0', TimeoutInMillis: 30_000 },
  ]);
});

test('routes page, change and go', async () => {
  const ApiId = await world.makeApi(['GET /a', 'GET /b', 'GET /c']);

  const first = await world.client.send(new GetRoutesCommand({ ApiId, MaxResults: '2' }));
  const second = await world.client.send(new GetRoutesCommand({ ApiId, NextToken: first.NextToken }));
  expect([first.Items?.length, second.Items?.length]).toEqual([2, 1]);

  const [a, b] = first.Items ?? [];
  await world.client.send(new UpdateRouteCommand({ ApiId, RouteId: a?.RouteId, RouteKey: 'POST /a' }));
  await world.client.send(new DeleteRouteCommand({ ApiId, RouteId: b?.RouteId }));
  expect((await world.client.send(new GetRoutesCommand({ ApiId }))).Items).toHaveLength(2);
});

test('a route key twice, a wrong one and an unknown target are refused', async () => {
  const ApiId = await world.makeApi(['GET /a']);
  const route = (RouteKey: string, input: object = {}) =>
    world.client.send(new CreateRouteCommand({ ApiId, RouteKey, ...input }));

  await expect(route('GET /a')).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'Route with key GET /a already exists for this API',
  });
  for (const wrong of ['GET a', 'FETCH /a', 'GET /{p+}/b', '/a']) {
    await expect(route(wrong)).rejects.toMatchObject({ name: 'BadRequestException' });
  }
  await expect(route('GET /c', { Target: 'integrations/none' })).rejects.toMatchObject({ name: 'BadRequestException' });
});

test('what is not here is not implemented by name', async () => {
  const ApiId = await world.makeApi([]);
  const integration = { ApiId, IntegrationUri: functionArn, PayloadFormatVersion: '2.0' };

  for (const command of [
    new CreateRouteCommand({ ApiId, RouteKey: 'GET /x', AuthorizationType: 'JWT' }),
    new CreateStageCommand({ ApiId, StageName: 'dev' }),
  ]) {
    await expect(world.client.send(command as CreateRouteCommand)).rejects.toMatchObject({ name: 'NotImplemented' });
  }
  await expect(
    world.client.send(new CreateIntegrationCommand({ ...integration, IntegrationType: 'HTTP_PROXY' })),
  ).rejects.toMatchObject({ name: 'NotImplemented' });
  await expect(
    world.client.send(
      new CreateIntegrationCommand({ ...integration, IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '1.0' }),
    ),
  ).rejects.toMatchObject({ name: 'NotImplemented' });
});

test('an integration in use stays, and a deleted API is gone', async () => {
  const ApiId = await world.makeApi(['GET /a']);
  const { Items } = await world.client.send(new GetIntegrationsCommand({ ApiId }));

  await expect(
    world.client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId: Items?.[0]?.IntegrationId })),
  ).rejects.toMatchObject({ name: 'ConflictException' });

  await world.client.send(new DeleteApiCommand({ ApiId }));
  await expect(world.client.send(new GetApiCommand({ ApiId }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: `Invalid API identifier specified 000000000000:${ApiId}`,
  });
});

test('stages change and are tagged', async () => {
  const ApiId = await world.makeApi([]);
  const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}/stages/$default`;

  await world.client.send(
    new UpdateStageCommand({ ApiId, StageName: '$default', DefaultRouteSettings: { ThrottlingRateLimit: 5 } }),
  );
  await world.client.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'a', stage: 'b' } }));
  await world.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));

  expect(await world.client.send(new GetStageCommand({ ApiId, StageName: '$default' }))).toMatchObject({
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 5 },
  });
  expect((await world.client.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ stage: 'b' });
});

test('APIs survive a restart', async () => {
  const ApiId = await world.makeApi(['GET /a']);
  await world.client.send(new UpdateApiCommand({ ApiId, Name: 'renamed' }));

  const { call } = inProcess([createApiGateway(world.engine, world.doors).control]);

  expect(await call('apigateway', 'GetApi', { apiId: ApiId })).toMatchObject({ name: 'renamed' });
});

test('an API of a template is made, changed in place, and forgets what left the template', async () => {
  const scope = { region: 'us-east-1', call: world.call } as unknown as ResourceScope;
  const make = (type: string, properties: object) =>
    resources[`AWS::ApiGatewayV2::${type}`]?.create({ ...properties }, scope);
  const before = {
    Name: 'api',
    ProtocolType: 'HTTP',
    CorsConfiguration: { AllowMethods: ['GET'], AllowOrigins: ['*'], MaxAge: '300' },
    Description: 'old',
    Tags: { team: 'a' },
  };
  const api = await make('Api', before);
  const ApiId = api?.physicalId ?? '';
  const integration = await make('Integration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn,
    PayloadFormatVersion: '2.0',
  });
  const Target = `integrations/${integration?.physicalId}`;
  await make('Route', { ApiId, RouteKey: 'GET /a', Target, AuthorizationType: 'NONE' });
  await make('Stage', {
    ApiId,
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingBurstLimit: '2', ThrottlingRateLimit: '1' },
  });
  const after = { Name: 'renamed', ProtocolType: 'HTTP' };

  const updated = await resources['AWS::ApiGatewayV2::Api']?.update(ApiId, after, before, scope);

  expect(updated).toEqual(api);
  expect(await world.client.send(new GetApiCommand({ ApiId }))).toMatchObject({
    Name: 'renamed',
    Description: '',
    Tags: {},
  });
  expect((await world.fetch(ApiId, 'GET', '/a')).status).toBe(204);
  await resources['AWS::ApiGatewayV2::Api']?.delete(ApiId, after, scope);
  await resources['AWS::ApiGatewayV2::Api']?.delete(ApiId, after, scope);
});
