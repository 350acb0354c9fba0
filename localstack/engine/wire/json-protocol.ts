/** AWS JSON 1.0 and 1.1: `X-Amz-Target: <prefix>.<Operation>`, JSON in, JSON out. https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
import { AwsError, notImplemented, serializationError } from '../aws-error.ts';
import type { Call, HttpRequest, HttpResponse, Operation, Protocol, Service } from '../service.ts';
import { StreamedAnswer } from '../service.ts';
import { checkInput } from '../validation.ts';

type JsonProtocol = Extract<Protocol, { kind: 'json' }>;

export async function answerJson(
  service: Service,
  protocol: JsonProtocol,
  request: HttpRequest,
  call: Call,
): Promise<HttpResponse> {
  const contentType = `application/x-amz-json-${protocol.version}`;
  try {
    const name = operationName(protocol, request);
    const output = await runOperation(service, name, parseJsonBody(request.body), call);
    if (output instanceof StreamedAnswer) {
      return { statusCode: 200, headers: { 'content-type': output.contentType }, body: output.body };
    }
    return { statusCode: 200, headers: { 'content-type': contentType }, body: JSON.stringify(output ?? {}) };
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    const headers: Record<string, string> = { 'content-type': contentType };
    // SQS clients that still think in the old Query protocol read the error's code from here.
    if (protocol.isQueryCompatible) {
      headers['x-amzn-query-error'] = `${protocol.queryErrorCodes?.[fault.code] ?? fault.code};Sender`;
    }
    const body = { __type: fault.code, message: fault.message, ...fault.members };
    return { statusCode: fault.statusCode, headers, body: JSON.stringify(body) };
  }
}

function operationName({ targetPrefix }: JsonProtocol, { headers }: HttpRequest): string {
  const target = headers['x-amz-target'] ?? '';
  if (target.startsWith(`${targetPrefix}.`)) return target.slice(targetPrefix.length + 1);
  throw new AwsError('UnknownOperationException', `Unknown X-Amz-Target '${target}'`, 400);
}

/** Checks the input against the operation's table and runs it. */
export async function runOperation(
  service: Service,
  name: string,
  input: Readonly<Record<string, unknown>>,
  call: Call,
): Promise<unknown> {
  const operation = findOperation(service, name);
  checkInput(`${service.name}.${name}`, operation.parameters, input);
  call.authorize?.(service.name, name, input);
  const work = (given: object): unknown => operation.run(given as never, call);
  return await (call.faults
    ? call.faults.around({ service: service.name, operation: name, input }, work)
    : work(input));
}

function findOperation(service: Service, name: string): Operation {
  const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  if (!operation) throw notImplemented(`${service.name}.${name}`);
  return operation;
}

/** The members of a JSON body; an empty body has none. */
export function parseJsonBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (fault) {
    throw serializationError(`The request body is not JSON: ${(fault as Error).message}`);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  throw serializationError('The request body must be a JSON object.');
}
