/** Access logs: a stage's format filled from `$context`. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
import type { LogDoor } from '../../../engine/doors.ts';
import type { HttpResponse } from '../../../engine/service.ts';
import type { Exchange } from './exchange.ts';
import { requestTime } from './exchange.ts';

/** How it went. */
export interface Outcome {
  readonly response: HttpResponse;
  readonly answeredAtMs: number;
  /** Of the function, when it was called. */
  readonly integration?: {
    readonly latencyMs: number;
    readonly status?: number | undefined;
    readonly error?: string | undefined;
  };
  /** The gateway's own message, when the answer is the gateway's. */
  readonly errorMessage?: string | undefined;
}

/** Writes a line when the stage logs. */
export function writeAccessLog(logs: LogDoor, exchange: Exchange, outcome: Outcome): void {
  const { destinationArn, format } = exchange.stage.accessLogSettings ?? {};
  const group = /:log-group:(?<name>[^:]+)/u.exec(destinationArn ?? '')?.groups?.['name'];
  if (group === undefined || format === undefined) return;
  const values = contextValues(exchange, outcome);
  const message = format.replace(/\$context\.(?<name>[A-Za-z]\w*(?:\.\w+)*)/gu, (_whole, name: string) =>
    asText(values[name]),
  );
  const stream = `${exchange.model.api.apiId}/${exchange.stage.stageName.replace('$', '')}`;
  logs.append(group, stream, [{ timestampMs: outcome.answeredAtMs, message }]);
}

/** What is not known is `-`. Quotes are escaped, so that a JSON format stays JSON. */
function asText(value: string | number | undefined): string {
  return value === undefined || value === '' ? '-' : JSON.stringify(String(value)).slice(1, -1);
}

function contextValues(exchange: Exchange, { response, answeredAtMs, integration, errorMessage }: Outcome) {
  const { request, model, stage, receivedAtMs, matched } = exchange;
  const values: Record<string, string | number | undefined> = {
    accountId: exchange.accountId,
    apiId: model.api.apiId,
    domainName: exchange.domainName,
    domainPrefix: exchange.domainName.split('.')[0],
    'error.message': errorMessage,
    'error.messageString': errorMessage && JSON.stringify(errorMessage),
    extendedRequestId: exchange.requestId,
    httpMethod: request.method,
    'identity.sourceIp': request.sourceIp,
    'identity.userAgent': request.headers['user-agent'],
    'integration.error': integration?.error,
    'integration.integrationStatus': integration?.status,
    'integration.latency': integration?.latencyMs,
    'integration.status': integration?.status,
    integrationErrorMessage: integration?.error,
    integrationLatency: integration?.latencyMs,
    integrationStatus: integration?.status,
    path: exchange.rawPath,
    protocol: 'HTTP/1.1',
    requestId: exchange.requestId,
    requestTime: requestTime(receivedAtMs),
    requestTimeEpoch: receivedAtMs,
    responseLatency: answeredAtMs - receivedAtMs,
    responseLength: bodyLength(response.body),
    routeKey: matched?.route.routeKey,
    stage: stage.stageName,
    status: response.statusCode,
  };
  return values;
}

function bodyLength(body: HttpResponse['body']): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.length : 0;
}
