import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { accessDenied } from '../../../../localstack/engine/authorization/denial.ts';
import type { AuthorizeNeighbour } from '../../../../localstack/engine/service.ts';
import { functionArn, gatewayWorld } from './gateway-world.ts';
import type { GatewayWorld } from './gateway-world.ts';

let world: GatewayWorld;
beforeEach(() => void (world = gatewayWorld()));
afterEach(() => world.close());

test.each([
  ['GET /users/{user_id}/topk', '/users/1/topk', '$default/GET/users/{user_id}/topk'],
  ['ANY /pets', '/pets', '$default/GET/pets'],
  ['$default', '/anything', '$default/$default'],
])('the route %s asks the function’s policy under its own name', async (routeKey, path, name) => {
  const asked: Parameters<AuthorizeNeighbour>[] = [];
  world.authorize = (...question) => void asked.push(question);
  const apiId = await world.makeApi([routeKey]);
  await world.fetch(apiId, 'GET', path);

  const sourceArn = `arn:aws:execute-api:us-east-1:000000000000:${apiId}/${name}`;
  const principal = { kind: 'service', name: 'apigateway.amazonaws.com', sourceArn };
  expect(asked).toEqual([[principal, 'lambda:InvokeFunction', functionArn]]);
});

test('a function that does not let the route call it is not called, and the client learns no more than a 500', async () => {
  world.authorize = ({ kind }, action, arn) => {
    throw accessDenied('lambda', kind, action, arn, 'because no resource-based policy allows it');
  };
  const apiId = await world.makeApi(['GET /a']);

  expect(await world.fetch(apiId, 'GET', '/a')).toMatchObject({
    status: 500,
    body: JSON.stringify({ message: 'Internal Server Error' }),
  });
  expect(world.invocations).toBe(0);
});
