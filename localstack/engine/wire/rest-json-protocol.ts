/** AWS REST JSON: method and path name the operation. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
import { AwsError, notImplemented } from '../aws-error.ts';
import { RawAnswer } from '../service.ts';
import type { Call, HttpRequest, HttpResponse, Protocol, Route, Service } from '../service.ts';
import { parseJsonBody, runOperation } from './json-protocol.ts';

type RestJsonProtocol = Extract<Protocol, { kind: 'rest-json' }>;

const jsonHeaders = { 'content-type': 'application/json' };

export async function answerRestJson(
  service: Service,
  { routes }: RestJsonProtocol,
  request: HttpRequest,
  call: Call,
): Promise<HttpResponse> {
  try {
    const found = findRoute(routes, request);
    if (!found) throw notImplemented(`${service.name} ${request.method} ${request.path}`);
    const { route, pathMembers } = found;
    const output = await runOperation(service, route.operation, readInput(route, pathMembers, request), call);
    if (output instanceof RawAnswer) return output;
    const statusCode = route.statusCode ?? 200;
    const body = statusCode === 204 ? '' : JSON.stringify(output ?? {});
    return { statusCode, headers: jsonHeaders, body };
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    const type = fault.statusCode >= 500 ? 'Service' : 'User';
    return {
      statusCode: fault.statusCode,
      headers: { ...jsonHeaders, 'x-amzn-errortype': fault.code },
      // Both spellings: AWS's services differ, and each client reads only one of them.
      body: JSON.stringify({ Type: type, message: fault.message, Message: fault.message, ...fault.members }),
    };
  }
}

interface FoundRoute {
  readonly route: Route;
  readonly pathMembers: Record<string, string>;
}

function findRoute(routes: readonly Route[], { method, path }: HttpRequest): FoundRoute | undefined {
  const steps = splitPath(path);
  for (const route of routes) {
    if (route.method !== method) continue;
    const pathMembers = matchPath(splitPath(route.path), steps);
    if (pathMembers) return { route, pathMembers };
  }
  return undefined;
}

function splitPath(path: string): string[] {
  return path.replace(/\/+$/u, '').split('/');
}

/** `{Name}` takes one step; a final `{Name+}` takes all that is left, as ARNs with slashes need. */
function matchPath(pattern: readonly string[], steps: readonly string[]): Record<string, string> | undefined {
  const isGreedy = pattern.at(-1)?.endsWith('+}') === true;
  if (isGreedy ? steps.length < pattern.length : steps.length !== pattern.length) return undefined;
  const members: Record<string, string> = {};
  for (const [index, step] of pattern.entries()) {
    const given = steps[index] ?? '';
    if (step.endsWith('+}')) members[step.slice(1, -2)] = decodeStep(steps.slice(index).join('/'));
    else if (step.startsWith('{')) members[step.slice(1, -1)] = decodeStep(given);
    else if (step !== given) return undefined;
  }
  return members;
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    throw new AwsError('ValidationException', `The path segment '${step}' is not percent-encoded UTF-8.`, 400);
  }
}

function readInput(route: Route, pathMembers: Record<string, string>, request: HttpRequest): Record<string, unknown> {
  const input: Record<string, unknown> = route.rawBody
    ? { [route.rawBody]: request.body }
    : parseJsonBody(request.body);
  for (const [parameter, member] of Object.entries(route.query ?? {})) {
    const values = request.query.getAll(parameter);
    if (values.length > 0) input[member] = values.length === 1 ? values[0] : values;
  }
  for (const [header, member] of Object.entries(route.headers ?? {})) {
    const value = request.headers[header];
    if (value !== undefined) input[member] = value;
  }
  return { ...input, ...pathMembers };
}
