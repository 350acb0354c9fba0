/** Method and path of each operation. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/resources.html */
import type { Route } from '../../engine/service.ts';

const page = { maxResults: 'maxResults', nextToken: 'nextToken' };

/** The five operations that every kind of thing has. */
function routesOf(kind: string, collection: string, idName: string): Route[] {
  const one = `${collection}/{${idName}}`;
  return [
    { method: 'POST', path: collection, operation: `Create${kind}`, statusCode: 201 },
    { method: 'GET', path: collection, operation: `Get${kind}s`, query: page },
    { method: 'GET', path: one, operation: `Get${kind}` },
    { method: 'PATCH', path: one, operation: `Update${kind}` },
    { method: 'DELETE', path: one, operation: `Delete${kind}`, statusCode: 204 },
  ];
}

export const httpRoutes: readonly Route[] = [
  ...routesOf('Api', '/v2/apis', 'apiId'),
  ...routesOf('Route', '/v2/apis/{apiId}/routes', 'routeId'),
  ...routesOf('Integration', '/v2/apis/{apiId}/integrations', 'integrationId'),
  ...routesOf('Stage', '/v2/apis/{apiId}/stages', 'stageName'),
  { method: 'POST', path: '/v2/tags/{resourceArn+}', operation: 'TagResource', statusCode: 201 },
  {
    method: 'DELETE',
    path: '/v2/tags/{resourceArn+}',
    operation: 'UntagResource',
    statusCode: 204,
    query: { tagKeys: 'tagKeys' },
  },
  { method: 'GET', path: '/v2/tags/{resourceArn+}', operation: 'GetTags' },
];
