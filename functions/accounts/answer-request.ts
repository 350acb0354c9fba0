import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';

import type { Log } from '../shared/log.ts';
import type { Result } from '../shared/result.ts';
import { connectPersonalToken } from './connect-personal-token.ts';
import { invalidRequest } from './domain/account-refusal.ts';
import type { AccountRefusal } from './domain/account-refusal.ts';
import { callbackPage } from './domain/callback-page.ts';
import { finishAuthorisation } from './finish-authorisation.ts';
import type { AccountPorts } from './ports.ts';
import { startAuthorisation } from './start-authorisation.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A code and a state are a few hundred characters. */
const bodyLengthMax = 8_192;

/** The status of each refusal; a busy provider is not the caller's doing. */
const statusOf = ({ code }: AccountRefusal): number => (code === 'PROVIDER_BUSY' ? 503 : 400);

const headersOf = (contentType: string) => ({
  'content-type': contentType,
  'cache-control': 'no-store',
  // The address of the callback holds a code and a state: nobody else is to learn it from this page.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

const json = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: headersOf('application/json; charset=utf-8'),
  body: JSON.stringify(body),
});

const page = (statusCode: number, heading: string, sentence: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: {
    ...headersOf('text/html; charset=utf-8'),
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  },
  body: callbackPage(heading, sentence),
});

/**
 * Answers whoever calls the accounts function: an operator who invokes it directly, which IAM guards, with
 * `{operation: 'start' | 'connect', …}`; or a browser or a client that comes back from a provider to `/oauth/callback`.
 * An operator's refused request is answered with the standard error body, as over HTTP; a fault is thrown to the operator
 * and becomes a 500 without details over HTTP.
 */
export const answerRequest =
  (ports: AccountPorts) =>
  async (event: APIGatewayProxyEventV2 | Fields, context: Pick<Context, 'awsRequestId'>): Promise<object> =>
    isHttp(event) ? answerHttp(ports, event) : answerOperator(ports, event, context.awsRequestId);

const isHttp = (event: APIGatewayProxyEventV2 | Fields): event is APIGatewayProxyEventV2 =>
  typeof event['requestContext' as keyof typeof event] === 'object';

async function answerOperator(ports: AccountPorts, request: Fields, traceId: string): Promise<object> {
  const { operation } = request;
  const outcome: Result<object, AccountRefusal> =
    operation === 'start'
      ? await startAuthorisation(ports, request)
      : operation === 'connect'
        ? await connectPersonalToken(ports, request)
        : { ok: false, error: unknownOperation(operation) };
  return outcome.ok ? outcome.value : { ...outcome.error, traceId };
}

const unknownOperation = (operation: unknown): AccountRefusal =>
  invalidRequest([{ parameter: 'operation', value: operation, message: "must be 'start' or 'connect'" }]);

async function answerHttp(ports: AccountPorts, event: APIGatewayProxyEventV2) {
  const { method, path } = event.requestContext.http;
  const traceId = event.requestContext.requestId;
  if (path !== '/oauth/callback')
    return json(404, { code: 'NOT_FOUND', message: `There is nothing at ${path}.`, details: [], traceId });
  if (method === 'GET') return answerBrowser(ports, event.queryStringParameters ?? {}, traceId);
  if (method === 'POST') return answerClient(ports, event, traceId);
  const message = `${method} is not possible here; GET and POST are.`;
  return json(405, { code: 'METHOD_NOT_ALLOWED', message, details: [], traceId });
}

/** A browser gets a page, whatever happens. */
async function answerBrowser(ports: AccountPorts, query: Fields, traceId: string) {
  try {
    const outcome = await finishAuthorisation(ports, query);
    if (!outcome.ok) return page(statusOf(outcome.error), 'Not connected', outcome.error.message);
    const { provider } = outcome.value;
    return page(200, 'Connected', `Your ${provider} account is connected. You can close this window.`);
  } catch (fault) {
    logFault(ports.log, fault, traceId);
    return page(500, 'Not connected', `Something went wrong on our side (${traceId}). Please start again.`);
  }
}

/** A client gets JSON, whatever happens. */
async function answerClient(ports: AccountPorts, event: APIGatewayProxyEventV2, traceId: string) {
  try {
    const request = readBody(event);
    if (!request) {
      const message = `must be a JSON object of at most ${bodyLengthMax} characters`;
      const refusal = invalidRequest([{ parameter: 'body', value: undefined, message }]);
      return json(400, { ...refusal, traceId });
    }
    const outcome = await finishAuthorisation(ports, request);
    return outcome.ok ? json(200, outcome.value) : json(statusOf(outcome.error), { ...outcome.error, traceId });
  } catch (fault) {
    logFault(ports.log, fault, traceId);
    const message = 'Something went wrong on our side. Please start again.';
    return json(500, { code: 'INTERNAL_ERROR', message, details: [], traceId });
  }
}

/** The fields of a request's JSON body; undefined when it is none. */
function readBody({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Fields | undefined {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (text.length > bodyLengthMax) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

const logFault = (log: Log, fault: unknown, traceId: string) => {
  log('error', 'callback-faulted', { traceId, fault });
};
