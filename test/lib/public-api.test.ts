import { expect, test } from '@jest/globals';

import { stages } from '../../lib/config.ts';
import { at, synthesized, type Resource } from './support/synthesized.ts';

const local = synthesized(stages.local);

const apiOf = ({ stack }: Resource) => stack;

test('these routes are public, and no others', () => {
  const routes = local
    .ofType('AWS::ApiGatewayV2::Route')
    .map((route) => `${apiOf(route)}: ${String(route.properties['RouteKey'])}`);
  expect(routes.toSorted()).toEqual([
    'ControlPlane: GET /oauth/callback',
    'ControlPlane: POST /oauth/callback',
    'Serving: GET /api/v1/users/{user_id}/topk',
    'Serving: GET /users/{user_id}/topk',
  ]);
});

test('a route is answered by one function, told as payload 2.0', () => {
  const answers = local.ofType('AWS::ApiGatewayV2::Integration').map((integration) => {
    const { properties } = integration;
    const target = at(properties, 'IntegrationUri', 'Fn::GetAtt', 0);
    const answering = local.ofType('AWS::Lambda::Function').find(({ id }) => id === target);
    expect(properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
    return [apiOf(integration), answering?.properties['FunctionName']];
  });
  expect(Object.fromEntries(answers)).toEqual({
    ControlPlane: 'heavy-rotation-oauth-service',
    Serving: 'heavy-rotation-topk-api',
  });
});

test('only the gateway of a function, on its own routes, may invoke it from outside', () => {
  const invokers = local
    .ofType('AWS::Lambda::Permission')
    .filter(({ properties }) => properties['Principal'] === 'apigateway.amazonaws.com');
  expect(invokers).toHaveLength(4);
  for (const { properties } of invokers) expect(JSON.stringify(properties['SourceArn'])).toMatch(/topk"|callback"/);
});

test('every API is throttled as its stage says', () => {
  const throttles = local
    .ofType('AWS::ApiGatewayV2::Stage')
    .map((stage) => [apiOf(stage), at(stage.properties, 'DefaultRouteSettings')]);
  const settings = ({ requestsPerSecond, burst }: { requestsPerSecond: number; burst: number }) => ({
    ThrottlingRateLimit: requestsPerSecond,
    ThrottlingBurstLimit: burst,
  });
  expect(Object.fromEntries(throttles)).toEqual({
    ControlPlane: settings(stages.local.connecting.throttle),
    Serving: settings(stages.local.serving.throttle),
  });
});

test('every API has an access log, and it never holds a query string', () => {
  for (const { properties, stack } of local.ofType('AWS::ApiGatewayV2::Stage')) {
    const groupId = at(properties, 'AccessLogSettings', 'DestinationArn', 'Fn::GetAtt', 0);
    const group = local.ofType('AWS::Logs::LogGroup').find((each) => each.id === groupId && each.stack === stack);
    expect(group?.properties['LogGroupName']).toMatch(/^\/aws\/vendedlogs\/heavy-rotation-(oauth|topk)$/);

    const format = JSON.parse(String(at(properties, 'AccessLogSettings', 'Format'))) as Record<string, string>;
    expect(format).toMatchObject({ path: '$context.path', status: '$context.status' });
    expect(Object.values(format).join(' ')).not.toMatch(/query/i);
  }
});

test('a page on any origin may read a Top-K, and nothing else may cross origins', () => {
  const cors = local
    .ofType('AWS::ApiGatewayV2::Api')
    .map((api) => [apiOf(api), at(api.properties, 'CorsConfiguration')]);
  expect(Object.fromEntries(cors)).toEqual({
    ControlPlane: undefined,
    Serving: { AllowMethods: ['GET'], AllowOrigins: ['*'], MaxAge: 86_400 },
  });
});

test('a browser comes back to the API that the service was told about', () => {
  const oauthService = local.ofType('AWS::Lambda::Function').find(({ id }) => id.startsWith('OauthService'));
  const url = at(oauthService?.properties, 'Environment', 'Variables', 'OAUTH_REDIRECT_URL');
  const [api] = local.ofType('AWS::ApiGatewayV2::Api').filter((each) => apiOf(each) === 'ControlPlane');
  expect(url).toEqual({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [api?.id, 'ApiEndpoint'] }, '/oauth/callback']] });
});
