/**
 * The cloud's own door, beside AWS's: is it up, what does it host, deploy this assembly, break by these rules.
 *
 * `GET /_cloud/health` answers without ceremony. What changes something wants the header `x-local-cloud`, which a page
 * in a browser cannot send across origins without being asked first, so that no web site can drive a developer's cloud.
 */
import type { Authorizer } from '../engine/authorization/authorizer.ts';
import { AwsError } from '../engine/aws-error.ts';
import { answerFaults, faultsPath } from '../engine/faults/fault-routes.ts';
import type { Faults } from '../engine/faults/faults.ts';
import { faultText } from '../engine/log.ts';
import type { HttpRequest, HttpResponse, Service } from '../engine/service.ts';
import type { DeployAssembly } from '../template/deploy-assembly.ts';

export interface AdminOptions {
  readonly services: () => readonly Service[];
  readonly deployAssembly: DeployAssembly;
  /** Undefined when policies are not enforced. */
  readonly authorizer?: Authorizer | undefined;
  /** Undefined when nothing can be broken on purpose. */
  readonly faults?: Faults;
}

export function createAdmin({ services, deployAssembly, authorizer, faults }: AdminOptions): Service {
  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const { method, path, headers } = request;
    if (method === 'GET' && (path === '/_cloud/health' || path === '/_localstack/health')) return health(services());
    if (method === 'GET' && path === '/_cloud/iam/usage') return iamUsage(authorizer);
    if (faults && (path === faultsPath || path.startsWith(`${faultsPath}/`))) return answerFaults(faults, request);
    if (method !== 'POST' || path !== '/_cloud/deploy') return json(404, { message: `There is no ${method} ${path}` });
    if (headers['x-local-cloud'] === undefined) return json(403, { message: 'The header x-local-cloud is missing.' });
    return deploy(request, deployAssembly);
  };
  return { name: 'local-cloud', protocol: { kind: 'http', handle }, operations: {} };
}

function health(services: readonly Service[]): HttpResponse {
  const running = services.filter(({ name }) => name !== 'local-cloud').map(({ name }) => [name, 'running']);
  return json(200, { services: Object.fromEntries(running), edition: 'localstack-utils', process: process.pid });
}

/** Which permissions each role has and has used since the cloud started. */
function iamUsage(authorizer: Authorizer | undefined): HttpResponse {
  if (authorizer) return json(200, { roles: authorizer.usage() });
  return json(404, { message: 'Policies are not enforced: the cloud was started with --no-iam.' });
}

/** Answers with a line of JSON per event, and a last line `{"done":true,…}` or `{"failed":"…"}`. */
function deploy(request: HttpRequest, deployAssembly: DeployAssembly): HttpResponse {
  let input: { assembly?: unknown; parameters?: Record<string, string> } | null;
  try {
    input = JSON.parse(request.body.toString()) as typeof input;
  } catch (fault) {
    return json(400, { message: `The body is not JSON: ${(fault as Error).message}` });
  }
  const { assembly, parameters = {} } = input ?? {};
  if (typeof assembly !== 'string')
    return json(400, { message: 'assembly must be the path of a cloud assembly folder' });
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/x-ndjson' },
    body: eventLines(assembly, parameters, deployAssembly),
  };
}

async function* eventLines(
  assembly: string,
  parameters: Readonly<Record<string, string>>,
  deployAssembly: DeployAssembly,
): AsyncGenerator<Uint8Array> {
  const lines: Buffer[] = [];
  let wake = Promise.withResolvers<void>();
  const write = (value: object): void => {
    lines.push(Buffer.from(`${JSON.stringify(value)}\n`));
    wake.resolve();
  };
  let isOver = false;
  const work = deployAssembly(assembly, { parameters, onEvent: (event) => write({ event }) })
    .then((stacks) => write({ done: true, stacks: stacks.map(({ stackName, outputs }) => ({ stackName, outputs })) }))
    .catch((fault: unknown) => write({ failed: fault instanceof AwsError ? fault.message : faultText(fault) }))
    .finally(() => {
      isOver = true;
      wake.resolve();
    });
  while (!isOver || lines.length > 0) {
    yield* lines.splice(0);
    if (isOver) continue;
    await wake.promise;
    wake = Promise.withResolvers<void>();
  }
  await work;
}

function json(statusCode: number, body: object): HttpResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
