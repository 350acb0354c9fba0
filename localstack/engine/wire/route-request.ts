/**
 * Which service a request is for. One port serves them all, so the request itself has to tell: by its target header,
 * its signature's scope, its host, or its path, in this order of trust.
 */
import type { HttpRequest, Service } from '../service.ts';

/** Names in a signature's scope that differ from the service's name here. */
const scopeAliases: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', execute_api: 'execute-api' };

/** Paths that only one service has, for requests without a signature. */
const pathPrefixes: readonly (readonly [string, string])[] = [
  ['/2015-03-31/', 'lambda'],
  ['/2017-10-31/', 'lambda'],
  ['/2019-09-25/', 'lambda'],
  ['/v2/apis', 'apigateway'],
  ['/schedules', 'scheduler'],
  ['/schedule-groups', 'scheduler'],
];

const adminPath = /^\/_(?:cloud|localstack)\//u;
const executeApiHost = /^(?<apiId>[a-z0-9]+)\.execute-api\./u;
const executeApiPath = /^\/_aws\/execute-api\/(?<apiId>[a-z0-9]+)(?<rest>\/.*)?$/u;

export interface Destination {
  readonly service: string;
  readonly request: HttpRequest;
}

/** The service's name and the request as it is to see it, or undefined when nothing in the request tells. */
export function routeRequest(services: ReadonlyMap<string, Service>, request: HttpRequest): Destination | undefined {
  if (adminPath.test(request.path)) return { service: 'local-cloud', request };
  const executeApi = routeExecuteApi(request);
  if (executeApi) return executeApi;
  const service = serviceByTarget(services, request) ?? serviceByScope(request) ?? serviceByForm(services, request);
  const named = service ?? serviceByPath(request) ?? (services.has('s3') ? 's3' : undefined);
  return named === undefined ? undefined : { service: named, request };
}

function routeExecuteApi(request: HttpRequest): Destination | undefined {
  const host = request.headers['host'] ?? '';
  const byHost = executeApiHost.exec(host)?.groups?.['apiId'];
  if (byHost) return toExecuteApi(request, byHost, request.path);
  const byPath = executeApiPath.exec(request.path)?.groups;
  return byPath?.['apiId'] ? toExecuteApi(request, byPath['apiId'], byPath['rest'] ?? '/') : undefined;
}

function toExecuteApi(request: HttpRequest, apiId: string, path: string): Destination {
  return {
    service: 'execute-api',
    request: { ...request, path, headers: { ...request.headers, 'x-local-api-id': apiId } },
  };
}

function serviceByTarget(services: ReadonlyMap<string, Service>, { headers }: HttpRequest): string | undefined {
  const target = headers['x-amz-target'];
  if (target === undefined) return undefined;
  const prefix = target.slice(0, target.lastIndexOf('.'));
  for (const { name, protocol } of services.values()) {
    if (protocol.kind === 'json' && protocol.targetPrefix === prefix) return name;
  }
  return prefix;
}

/** `Credential=AKID/20261120/us-east-1/kinesis/aws4_request`, in the header or in a presigned URL. */
function serviceByScope({ headers, query }: HttpRequest): string | undefined {
  const credential =
    /Credential=(?<scope>[^,\s]+)/u.exec(headers['authorization'] ?? '')?.groups?.['scope'] ??
    query.get('X-Amz-Credential');
  const scope = credential?.split('/').at(-2);
  return scope === undefined ? undefined : (scopeAliases[scope] ?? scope);
}

function serviceByForm(services: ReadonlyMap<string, Service>, { headers, body }: HttpRequest): string | undefined {
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) return undefined;
  const version = new URLSearchParams(body.toString('utf8')).get('Version');
  for (const { name, protocol } of services.values()) {
    if (protocol.kind === 'query' && protocol.apiVersion === version) return name;
  }
  return undefined;
}

function serviceByPath({ path }: HttpRequest): string | undefined {
  return pathPrefixes.find(([prefix]) => path.startsWith(prefix))?.[1];
}
