import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { AwsError } from '../../../../localstack/engine/aws-error.ts';
import { testStartMs } from '../../../support/in-process.ts';
import { answering, gatewayWorld } from './gateway-world.ts';
import type { GatewayWorld } from './gateway-world.ts';

let world: GatewayWorld;
beforeEach(() => void (world = gatewayWorld()));
afterEach(() => world.close());

/** What the function is given. */
async function eventOf(routeKey: string, method: string, url: string, input: object = {}, stage: object = {}) {
  const events: Record<string, unknown>[] = [];
  world.run = (event) => void events.push(event);
  const apiId = await world.makeApi([routeKey], {}, stage);
  await world.fetch(apiId, method, url, input);
  return { apiId, event: events[0] ?? {} };
}

test('a request becomes an event of payload format 2.0', async () => {
  const { apiId, event } = await eventOf('GET /users/{user_id}/topk', 'GET', '/users/u%201/topk?days=7&k=1&k=2', {
    headers: { 'user-agent': 'curl', cookie: 'a=1; b=2', accept: '*/*' },
  });

  expect(event).toEqual({
    version: '2.0',
    routeKey: 'GET /users/{user_id}/topk',
    rawPath: '/users/u 1/topk',
    rawQueryString: 'days=7&k=1&k=2',
    cookies: ['a=1', 'b=2'],
    headers: {
      host: 'localhost:4566',
      accept: '*/*',
      'user-agent': 'curl',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/u),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '4566',
      'x-forwarded-proto': 'https',
    },
    queryStringParameters: { days: '7', k: '1,2' },
    pathParameters: { user_id: 'u 1' },
    requestContext: {
      accountId: '000000000000',
      apiId,
      domainName: `${apiId}.execute-api.us-east-1.amazonaws.com`,
      domainPrefix: apiId,
      http: {
        method: 'GET',
        path: '/users/u 1/topk',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'curl',
      },
      requestId: expect.any(String),
      routeKey: 'GET /users/{user_id}/topk',
      stage: '$default',
      time: '20/Nov/2026:12:00:00 +0000',
      timeEpoch: testStartMs,
    },
    isBase64Encoded: false,
  });
});

test.each([
  ['application/json; charset=utf-8', '{"a":1}', false],
  ['text/plain', '{"a":1}', false],
  ['application/x-www-form-urlencoded', 'eyJhIjoxfQ==', true],
  ['image/png', 'eyJhIjoxfQ==', true],
  [undefined, 'eyJhIjoxfQ==', true],
])('a body of type %s arrives as %s', async (contentType, body, isBase64Encoded) => {
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  const { event } = await eventOf('POST /', 'POST', '/', { headers, body: Buffer.from('{"a":1}') });

  expect(event).toMatchObject({ body, isBase64Encoded });
});

test('a named stage is the first step of the path, and gives its variables', async () => {
  const { event } = await eventOf('GET /a', 'GET', '/dev/a', {}, { StageName: 'dev', StageVariables: { x: '1' } });

  expect(event).toMatchObject({
    rawPath: '/dev/a',
    routeKey: 'GET /a',
    stageVariables: { x: '1' },
    requestContext: { stage: 'dev' },
  });
});

test.each([
  ['GET', '/pets/dog', 'GET /pets/dog'],
  ['GET', '/pets/cat', 'GET /pets/{kind}'],
  ['POST', '/pets/dog', 'ANY /pets/{kind}'],
  ['GET', '/pets/dog/1', 'GET /pets/{proxy+}'],
  ['POST', '/pets/dog/1', 'ANY /{proxy+}'],
  ['GET', '/pets', 'ANY /{proxy+}'],
  ['GET', '/', '$default'],
  ['GET', '/pets/%2', undefined],
])('%s %s takes route %s', async (method, path, routeKey) => {
  const taken: unknown[] = [];
  world.run = (event) => void taken.push(event['routeKey']);
  const apiId = await world.makeApi([
    '$default',
    'ANY /{proxy+}',
    'GET /pets/{proxy+}',
    'ANY /pets/{kind}',
    'GET /pets/{kind}',
    'GET /pets/dog',
  ]);

  await world.fetch(apiId, method, path);

  expect(taken).toEqual(routeKey === undefined ? [] : [routeKey]);
});

test('without a route, a stage or an API the answer is 404', async () => {
  const apiId = await world.makeApi(['GET /a'], {}, { StageName: 'dev' });

  for (const [id, path] of [
    [apiId, '/dev/b'],
    [apiId, '/a'],
    ['none', '/a'],
  ] as const) {
    expect(await world.fetch(id, 'GET', path)).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  }
});

test.each([
  [{ statusCode: 201, headers: { 'X-A': 1 }, body: 'made' }, 201, { 'x-a': '1' }, 'made'],
  [{ statusCode: '200', body: 'x' }, 200, { 'content-type': 'text/plain;charset=UTF-8' }, 'x'],
  [
    { statusCode: 200, body: 'aGk=', isBase64Encoded: true, headers: { 'Content-Type': 'image/png' } },
    200,
    { 'content-type': 'image/png' },
    'hi',
  ],
  [{ statusCode: 302, cookies: ['a=1', 'b=2'], headers: { location: '/' } }, 302, { 'set-cookie': ['a=1', 'b=2'] }, ''],
  [{ songs: [] }, 200, { 'content-type': 'application/json' }, '{"songs":[]}'],
  ['plain', 200, { 'content-type': 'application/json' }, 'plain'],
  [{ statusCode: 'no', body: '' }, 500, {}, '{"message":"Internal Server Error"}'],
  [{ statusCode: 200, body: { not: 'text' } }, 500, {}, '{"message":"Internal Server Error"}'],
])('the result %j is answered with %d', async (result, status, headers, body) => {
  world.run = () => result;
  const apiId = await world.makeApi(['GET /']);

  expect(await world.fetch(apiId, 'GET', '/')).toMatchObject({ status, headers, body });
});

test('a function that fails is a 500, one that is throttled a 503', async () => {
  const apiId = await world.makeApi(['GET /']);

  world.run = () => answering({ errorMessage: 'boom' }, 'Unhandled');
  expect(await world.fetch(apiId, 'GET', '/')).toMatchObject({
    status: 500,
    body: '{"message":"Internal Server Error"}',
  });
  world.run = () => {
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
  };
  expect(await world.fetch(apiId, 'GET', '/')).toMatchObject({
    status: 503,
    body: '{"message":"Service Unavailable"}',
  });
});

test('a function that takes longer than 30 seconds is a 503', async () => {
  const apiId = await world.makeApi(['GET /']);
  world.run = () => new Promise(() => undefined);

  const fetched = world.fetch(apiId, 'GET', '/');
  await world.clock.advance(30_000);

  expect(await fetched).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
});

test('a body over 10 MB never reaches the function', async () => {
  const apiId = await world.makeApi(['POST /']);

  const answer = await world.fetch(apiId, 'POST', '/', { body: Buffer.alloc(10 * 1024 * 1024 + 1) });

  expect(answer).toMatchObject({ status: 413, body: '{"message":"Request Too Long"}' });
  expect(world.invocations).toBe(0);
});

test('preflight requests are answered by the gateway, and its headers replace the function’s', async () => {
  const apiId = await world.makeApi(['GET /'], {
    CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: ['GET'], MaxAge: 60 },
  });
  world.run = () => ({
    statusCode: 200,
    body: 'x',
    headers: { 'access-control-allow-origin': 'https://evil.example' },
  });
  const from = (origin: string) => ({ headers: { origin, 'access-control-request-method': 'GET' } });

  const preflight = await world.fetch(apiId, 'OPTIONS', '/', from('https://a.example'));
  expect(world.invocations).toBe(0);
  expect(preflight).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-methods': 'GET',
      'access-control-max-age': '60',
    },
  });
  const refused = await world.fetch(apiId, 'OPTIONS', '/', from('https://b.example'));
  expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
  const answer = await world.fetch(apiId, 'GET', '/', from('https://a.example'));
  expect(answer.headers['access-control-allow-origin']).toBe('https://a.example');
  const other = await world.fetch(apiId, 'GET', '/', from('https://b.example'));
  expect(other.headers).not.toHaveProperty('access-control-allow-origin');
});

test('throttling lets a burst pass and then the rate, for each route by itself', async () => {
  const apiId = await world.makeApi(
    ['GET /a', 'GET /b'],
    {},
    {
      DefaultRouteSettings: { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 1 },
      RouteSettings: { 'GET /b': { ThrottlingBurstLimit: 1 } },
    },
  );
  const statuses = async (path: string, count: number) => {
    const answers = [];
    for (let index = 0; index < count; index += 1) answers.push((await world.fetch(apiId, 'GET', path)).status);
    return answers;
  };

  expect(await statuses('/a', 3)).toEqual([204, 204, 429]);
  expect(await statuses('/b', 2)).toEqual([204, 429]);
  await world.clock.advance(1_000);
  expect(await statuses('/a', 2)).toEqual([204, 429]);
  expect((await world.fetch(apiId, 'GET', '/a')).body).toBe('{"message":"Too Many Requests"}');
});

test('a stage’s access log has a line per request in its own format', async () => {
  const apiId = await world.makeApi(
    ['GET /a'],
    {},
    {
      AccessLogSettings: {
        DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/api/access:*',
        Format:
          '{"route":"$context.routeKey","status":$context.status,"ip":"$context.identity.sourceIp","error":"$context.error.message","no":"$context.nothing"}',
      },
    },
  );

  await world.fetch(apiId, 'GET', '/a');
  await world.fetch(apiId, 'GET', '/b');

  expect(world.logged.map(({ group }) => group)).toEqual(['/api/access', '/api/access']);
  expect(world.logged.flatMap(({ events }) => events.map(({ message }) => JSON.parse(message) as unknown))).toEqual([
    { route: 'GET /a', status: 204, ip: '127.0.0.1', error: '-', no: '-' },
    { route: '-', status: 404, ip: '127.0.0.1', error: 'Not Found', no: '-' },
  ]);
});
