/**
 * The event of payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { Exchange } from './exchange.ts';
import { requestTime } from './exchange.ts';
import type { MatchedRoute } from './match-route.ts';

export function requestEvent(exchange: Exchange, matched: MatchedRoute, traceId: string) {
  const { request, stage, rawPath } = exchange;
  const { cookie, 'x-local-api-id': _apiId, ...headers } = request.headers;
  const isBase64Encoded = request.body.length > 0 && !isText(headers['content-type'], headers['content-encoding']);
  return {
    version: '2.0',
    routeKey: matched.route.routeKey,
    rawPath,
    rawQueryString: request.rawQuery ?? request.query.toString(),
    ...(cookie !== undefined && { cookies: cookie.split(/; */u) }),
    headers: { ...headers, ...forwardedHeaders(exchange, traceId) },
    ...(request.query.size > 0 && { queryStringParameters: queryParameters(request.query) }),
    requestContext: requestContext(exchange, matched),
    ...(Object.keys(matched.pathParameters).length > 0 && { pathParameters: matched.pathParameters }),
    ...(request.body.length > 0 && { body: request.body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
    ...(Object.keys(stage.stageVariables).length > 0 && { stageVariables: stage.stageVariables }),
  };
}

function requestContext(exchange: Exchange, matched: MatchedRoute) {
  const { request, model, stage, domainName, receivedAtMs } = exchange;
  return {
    accountId: exchange.accountId,
    apiId: model.api.apiId,
    domainName,
    domainPrefix: domainName.split('.')[0],
    http: {
      method: request.method,
      path: exchange.rawPath,
      protocol: 'HTTP/1.1',
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: exchange.requestId,
    routeKey: matched.route.routeKey,
    stage: stage.stageName,
    time: requestTime(receivedAtMs),
    timeEpoch: receivedAtMs,
  };
}

/** What the gateway adds on the way, as a client behind it would see. */
function forwardedHeaders({ request }: Exchange, traceId: string): Record<string, string> {
  const forwardedFor = request.headers['x-forwarded-for'];
  const port = request.headers['host']?.split(':')[1];
  return {
    'x-amzn-trace-id': request.headers['x-amzn-trace-id'] ?? traceId,
    'x-forwarded-for': forwardedFor === undefined ? request.sourceIp : `${forwardedFor}, ${request.sourceIp}`,
    'x-forwarded-port': port ?? (request.isSecure ? '443' : '80'),
    'x-forwarded-proto': request.isSecure ? 'https' : 'http',
  };
}

/** Values of a repeated parameter are joined with commas. */
function queryParameters(query: URLSearchParams): Record<string, string> {
  const names = new Set(query.keys());
  return Object.fromEntries([...names].map((name) => [name, query.getAll(name).join(',')]));
}

/**
 * Bodies of these types come as text, all others base64, even a form's and one without a type. AWS documents only that
 * "binary" is encoded; that this is the line was measured on AWS: https://github.com/ministackorg/ministack/pull/766
 */
function isText(contentType: string | undefined, contentEncoding: string | undefined): boolean {
  if (contentEncoding !== undefined && contentEncoding !== 'identity') return false;
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type.startsWith('text/') || /^application\/(?:json|javascript|xml)$/u.test(type);
}
