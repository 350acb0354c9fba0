/**
 * A function's result as an HTTP response, payload format 2.0: a result without `statusCode` is the body itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { HttpResponse } from '../../../engine/service.ts';

interface StructuredResult {
  readonly statusCode: unknown;
  readonly headers?: Readonly<Record<string, unknown>> | null;
  readonly body?: unknown;
  readonly cookies?: readonly unknown[] | null;
  readonly isBase64Encoded?: unknown;
}

/** Undefined when the result is no response that a gateway could send: 500 to the client. */
export function functionResponse(payload: Buffer): HttpResponse | undefined {
  let result: unknown;
  try {
    result = JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
  return isStructured(result) ? structuredResponse(result) : inferredResponse(result);
}

function isStructured(result: unknown): result is StructuredResult {
  return typeof result === 'object' && result !== null && !Array.isArray(result) && 'statusCode' in result;
}

/** Unsure what AWS sends when a function returns nothing; here it is the text `null`. */
function inferredResponse(result: unknown): HttpResponse {
  const body = typeof result === 'string' ? result : JSON.stringify(result);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}

function structuredResponse(result: StructuredResult): HttpResponse | undefined {
  const statusCode = Number(result.statusCode);
  if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599) return undefined;
  const { body = '', cookies, isBase64Encoded } = result;
  if (body !== null && typeof body !== 'string') return undefined;
  const headers = responseHeaders(result.headers ?? {});
  if (!headers) return undefined;
  const text = body ?? '';
  return {
    statusCode,
    headers: {
      ...(text !== '' && { 'content-type': 'text/plain;charset=UTF-8' }),
      ...headers,
      ...(cookies && cookies.length > 0 && { 'set-cookie': cookies.map(String) }),
    },
    body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
  };
}

/** Names in lower case; a value that is no text, number or boolean makes the whole result unusable. */
function responseHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> | undefined {
  const entries = Object.entries(headers);
  if (entries.some(([, value]) => typeof value === 'object' && value !== null)) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}
