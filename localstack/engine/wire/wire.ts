/** HTTP request in, HTTP response out: finds the service, speaks its protocol, turns faults into AWS's answers. */
import type { Authorizer } from '../authorization/authorizer.ts';
import { AwsError, notImplemented } from '../aws-error.ts';
import type { Faults } from '../faults/faults.ts';
import { ReplyDropped } from '../faults/refusals.ts';
import type { Log } from '../log.ts';
import { faultText } from '../log.ts';
import type { Random } from '../random.ts';
import { randomUuid } from '../random.ts';
import type { Call, CallService, HttpRequest, HttpResponse, Service } from '../service.ts';
import { answerJson, runOperation } from './json-protocol.ts';
import { answerQuery } from './query-protocol.ts';
import { foreignPage } from './refuse-foreign-pages.ts';
import { answerRestJson } from './rest-json-protocol.ts';
import { routeRequest } from './route-request.ts';
import { escapeXml } from './xml.ts';

export interface WireOptions {
  readonly services: readonly Service[];
  readonly accountId: string;
  readonly region: string;
  readonly random: Random;
  readonly log: Log;
  /** Whom to ask whether a request may be; without it, every request may. */
  readonly authorizer?: Authorizer | undefined;
  /** What breaks on purpose; without it, nothing does. */
  readonly faults?: Faults | undefined;
  /** The address that the cloud listens on; by default loopback. */
  readonly host?: string;
}

export interface Wire {
  /** Rejects only when a fault rule drops the reply: the connection is to be reset. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** The same operations for neighbours in the process: same input, same checks, same output, same errors, no bytes. */
  readonly call: CallService;
}

export function createWire(options: WireOptions): Wire {
  const { services: list, accountId, region, random, log, authorizer, faults, host = '127.0.0.1' } = options;
  const services = new Map(list.map((service) => [service.name, service]));
  const newCall = (signal?: AbortSignal): Call => ({
    requestId: randomUuid(random),
    accountId,
    region,
    ...(signal && { signal }),
    ...(faults && { faults }),
  });

  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const call = newCall(request.signal);
    const destination = routeRequest(services, request);
    const service = destination && services.get(destination.service);
    const requestId = { 'x-amzn-requestid': call.requestId, 'x-amz-request-id': call.requestId };
    const stranger = destination?.service === 'execute-api' ? undefined : foreignPage(request, host);
    if (stranger !== undefined) return { ...refusal(stranger), headers: { ...requestId, ...jsonHeaders } };
    try {
      const response =
        service && destination
          ? await answer(service, destination.request, { ...call, ...authorizer?.admit(request, service) })
          : unknownService(request, destination?.service ?? `${request.method} ${request.path}`);
      return { ...response, headers: { ...requestId, ...response.headers } };
    } catch (fault) {
      if (fault instanceof ReplyDropped) throw fault;
      log('error', 'request-faulted', {
        path: request.path,
        target: request.headers['x-amz-target'],
        fault: faultText(fault),
        stack: fault instanceof Error ? fault.stack : undefined,
      });
      return { ...internalFailure(fault), headers: { ...requestId, ...jsonHeaders } };
    }
  };

  const call: CallService = async (serviceName, operationName, input) => {
    const service = services.get(serviceName);
    if (!service) throw notImplemented(serviceName);
    const output = await runOperation(service, operationName, input, newCall());
    return (output ?? {}) as Record<string, unknown>;
  };

  return { handle, call };
}

const jsonHeaders = { 'content-type': 'application/json' };

async function answer(service: Service, request: HttpRequest, call: Call): Promise<HttpResponse> {
  const { protocol } = service;
  switch (protocol.kind) {
    case 'json':
      return await answerJson(service, protocol, request, call);
    case 'query':
      return await answerQuery(service, protocol, request, call);
    case 'rest-json':
      return await answerRestJson(service, protocol, request, call);
    case 'http':
      return await answerHttp(service, protocol, request, call);
  }
}

/** A data plane has no operations: for the fault rules its methods are. S3 asks for itself, the admin is never broken. */
async function answerHttp(
  { name }: Service,
  protocol: Extract<Service['protocol'], { kind: 'http' }>,
  request: HttpRequest,
  call: Call,
): Promise<HttpResponse> {
  const work = (): Promise<HttpResponse> => protocol.handle(request, call);
  if (!call.faults || name !== 'execute-api') return await work();
  const input = { ApiId: request.headers['x-local-api-id'], Path: request.path };
  try {
    return (await call.faults.around({ service: name, operation: request.method, input }, work)) as HttpResponse;
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    return { statusCode: fault.statusCode, headers: jsonHeaders, body: JSON.stringify({ message: fault.message }) };
  }
}

/** Whoever sends a form (the query protocol, EC2's too) reads XML; everybody else reads JSON. */
function unknownService({ headers }: HttpRequest, what: string): HttpResponse {
  const { code, message, statusCode } = notImplemented(what);
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) {
    const body = JSON.stringify({ __type: code, message });
    return { statusCode, headers: { ...jsonHeaders, 'x-amzn-errortype': code }, body };
  }
  const error = `<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `<Response><Errors>${error}</Errors>${error}<RequestID/></Response>`;
  return { statusCode, headers: { 'content-type': 'text/xml' }, body };
}

function refusal(reason: string): HttpResponse {
  const message = `Refused: ${reason}. Web pages may call the HTTP APIs of deployed apps, and nothing else here.`;
  return { statusCode: 403, headers: {}, body: JSON.stringify({ __type: 'AccessDeniedException', message }) };
}

/** A mistake of ours. 500, so that clients retry, with the reason in full: this cloud has no secrets from its owner. */
function internalFailure(fault: unknown): HttpResponse {
  return {
    statusCode: 500,
    headers: {},
    body: JSON.stringify({ __type: 'InternalFailure', message: `The local cloud failed: ${faultText(fault)}` }),
  };
}
