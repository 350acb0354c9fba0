/**
 * CORS as the gateway answers it. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
import type { HttpRequest, HttpResponse } from '../../../engine/service.ts';
import type { CorsConfiguration } from '../api-store.ts';

/** The answer to a preflight request, which never reaches a route; undefined when `request` is none. */
export function preflightResponse(cors: CorsConfiguration, request: HttpRequest): HttpResponse | undefined {
  const { origin, 'access-control-request-method': requestMethod } = request.headers;
  if (request.method !== 'OPTIONS' || origin === undefined || requestMethod === undefined) return undefined;
  const allowed = allowedOrigin(cors, origin);
  if (allowed === undefined) return { statusCode: 204, headers: {}, body: '' };
  const list = (name: string, values: readonly string[] | undefined) =>
    values && values.length > 0 ? { [name]: values.join(',') } : {};
  return {
    statusCode: 204,
    headers: {
      ...originHeaders(cors, allowed),
      ...list('access-control-allow-methods', cors.allowMethods),
      ...list('access-control-allow-headers', cors.allowHeaders),
      ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
    },
    body: '',
  };
}

/** With CORS configured, the gateway's headers replace those of the function. */
export function withCors(cors: CorsConfiguration, request: HttpRequest, response: HttpResponse): HttpResponse {
  const { origin } = request.headers;
  const own = Object.entries(response.headers).filter(([name]) => !name.startsWith('access-control-'));
  const allowed = origin === undefined ? undefined : allowedOrigin(cors, origin);
  const added = allowed === undefined ? {} : originHeaders(cors, allowed);
  return { ...response, headers: { ...Object.fromEntries(own), ...added } };
}

function originHeaders(
  { allowCredentials, exposeHeaders }: CorsConfiguration,
  allowed: string,
): Record<string, string> {
  return {
    'access-control-allow-origin': allowed,
    ...(allowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...(exposeHeaders && exposeHeaders.length > 0 && { 'access-control-expose-headers': exposeHeaders.join(',') }),
  };
}

/** `*`, the origin itself, or one of `https://*` and `http://*`. */
function allowedOrigin({ allowOrigins = [] }: CorsConfiguration, origin: string): string | undefined {
  if (allowOrigins.includes('*')) return '*';
  const isAllowed = allowOrigins.some(
    (each) => each === origin || (each.endsWith('*') && origin.startsWith(each.slice(0, -1))),
  );
  return isAllowed ? origin : undefined;
}
