import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import { answerTopk } from './answer-topk.ts';
import { readTopkRequest } from './domain/topk-request.ts';
import type { Problem } from './domain/topk-request.ts';
import type { ServingPorts } from './ports.ts';

type Answer = APIGatewayProxyStructuredResultV2;

/** The one route there is, with and without the version prefix. */
const route = /^(?:\/api\/v1)?\/users\/([^/]*)\/topk$/;
const contentType = { 'content-type': 'application/json; charset=utf-8' };

type Failure = {
  readonly statusCode: number;
  readonly code: string;
  readonly message: string;
  readonly details?: readonly Problem[];
  readonly headers?: Readonly<Record<string, string>>;
};

/** Every error looks the same: `code` for programs, `message` for people, `traceId` to find the log lines. */
function failed(traceId: string, { statusCode, code, message, details = [], headers = {} }: Failure): Answer {
  return {
    statusCode,
    headers: { ...contentType, 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ code, message, details, traceId }),
  };
}

/** Percent-decoded, unless it cannot be: then it is no user id either way. */
function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const countOf = (problems: readonly Problem[]): string =>
  problems.length === 1 ? '1 problem' : `${problems.length} problems`;

/**
 * The HTTP face of Top-K (API Gateway HTTP API, payload 2.0): routes, validates, answers; a fault is a 500 that tells
 * nothing.
 */
export function serveTopk(ports: ServingPorts, cacheTtlMs: number) {
  const answerRequest = answerTopk(ports, cacheTtlMs);

  const serve = async (event: APIGatewayProxyEventV2, traceId: string): Promise<Answer> => {
    const segment = route.exec(event.rawPath)?.[1];
    if (segment === undefined)
      return failed(traceId, { statusCode: 404, code: 'route_not_found', message: 'There is nothing at this path.' });
    if (event.requestContext.http.method !== 'GET') {
      const message = 'Only GET is possible here.';
      return failed(traceId, { statusCode: 405, code: 'method_not_allowed', message, headers: { allow: 'GET' } });
    }

    const query = [...new URLSearchParams(event.rawQueryString)];
    // The gateway has decoded its path parameters already; decoding twice would make another user of `%2561`.
    const userId = event.pathParameters?.['user_id'] ?? decodedSegment(segment);
    const request = readTopkRequest(userId, query);
    if (!request.ok) {
      const message = `The request has ${countOf(request.error)}.`;
      return failed(traceId, { statusCode: 400, code: 'invalid_request', message, details: request.error });
    }

    const { answer, source } = await answerRequest(request.value);
    if (!answer) return failed(traceId, { statusCode: 404, code: 'user_not_found', message: 'There is no such user.' });
    return { statusCode: 200, headers: { ...contentType, 'x-topk-source': source }, body: answer.body };
  };

  return async (event: APIGatewayProxyEventV2): Promise<Answer> => {
    const traceId = event.requestContext.requestId;
    try {
      return await serve(event, traceId);
    } catch (fault) {
      ports.log('error', 'topk-failed', { traceId, path: event.rawPath, fault });
      const message = 'Something failed on our side. Please try again.';
      return failed(traceId, { statusCode: 500, code: 'internal_error', message });
    }
  };
}
