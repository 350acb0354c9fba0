/**
 * API Gateway's actions are HTTP methods, and its resources paths.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html
 */
import type { ActionTable, Input, ResourcesOf, Row } from '../action-table.ts';

/** `{Name}` stands for a member, whose first letter is small on the wire and capital in paths. */
function path(pattern: string): ResourcesOf {
  return (input, { region }) => {
    const filled = pattern.replace(/\{(\w+)\}/gu, (_found, name: string) => memberText(input, name));
    return [`arn:aws:apigateway:${region}::${filled}`];
  };
}

function memberText(input: Input, name: string): string {
  const value = input[name] ?? input[name.charAt(0).toUpperCase() + name.slice(1)];
  return typeof value === 'string' ? value : '';
}

const methods = { Create: 'POST', Get: 'GET', Update: 'PATCH', Delete: 'DELETE' } as const;

/** The four operations on things of a kind, and the one that lists them. */
function crud(name: string, collection: string, id: string): Record<string, Row> {
  const rows = Object.entries(methods).map(([verb, method]): [string, Row] => [
    `${verb}${name}`,
    { action: `apigateway:${method}`, on: path(verb === 'Create' ? collection : `${collection}/{${id}}`) },
  ]);
  return { ...Object.fromEntries(rows), [`Get${name}s`]: { action: 'apigateway:GET', on: path(collection) } };
}

const tags = path('/tags/{resourceArn}');

export const apigateway: ActionTable = {
  prefix: 'apigateway',
  rows: {
    ...crud('Api', '/apis', 'apiId'),
    ...crud('Authorizer', '/apis/{apiId}/authorizers', 'authorizerId'),
    ...crud('Deployment', '/apis/{apiId}/deployments', 'deploymentId'),
    ...crud('Integration', '/apis/{apiId}/integrations', 'integrationId'),
    ...crud('Route', '/apis/{apiId}/routes', 'routeId'),
    ...crud('Stage', '/apis/{apiId}/stages', 'stageName'),
    GetTags: { action: 'apigateway:GET', on: tags },
    TagResource: { action: 'apigateway:POST', on: tags },
    UntagResource: { action: 'apigateway:DELETE', on: tags },
  },
};
