import { dynamodbOver } from '../../functions/dynamodb/adapters/dynamodb.ts';
import type { Dynamodb } from '../../functions/dynamodb/adapters/dynamodb.ts';
import type { Exchange } from '../../functions/dynamodb/adapters/exchange.ts';
import type { WireAnswer, WireRequest } from './aws-wire.ts';
import type { InProcess } from './in-process.ts';

/** Calls over this exchange, signed, and tried once, at an instant that stands still. */
function over(exchange: Exchange): Dynamodb {
  return dynamodbOver({
    endpoint: { url: new URL('http://127.0.0.1:4566'), region: 'us-east-1' },
    credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test', sessionToken: undefined }),
    nowMs: () => Date.UTC(2026, 10, 20, 12),
    chance: () => 0,
    pause: async () => {},
    attemptsMax: 1,
    exchange,
  });
}

/** Headers by name, as they go over the wire. */
export function namedHeaders(headers: readonly string[]): Record<string, string> {
  const names = headers.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [name, headers[2 * index + 1] ?? '']));
}

/**
 * The functions' own caller of DynamoDB, whose requests are answered by a function, so that adapters are tested to the
 * bytes they send and no socket is opened. Requests are kept in the order they came.
 */
export function dynamodbWire(answer: (request: WireRequest) => WireAnswer) {
  const requests: WireRequest[] = [];
  const dynamodb = over(async (headers, body) => {
    const operation = namedHeaders(headers)['x-amz-target']?.split('.').at(-1) ?? '';
    const request = { operation, input: JSON.parse(body) as Record<string, unknown> };
    requests.push(request);
    const { status = 200, body: answered } = answer(request);
    return { status, body: JSON.stringify(answered) };
  });
  return { requests, dynamodb };
}

/** The functions' own caller, talking to services of the local cloud without a socket. */
export function inProcessDynamodb({ clientOptions }: InProcess): Dynamodb {
  return over(async (headers, body) => {
    const request = { method: 'POST', path: '/', headers: namedHeaders(headers), body };
    const { response } = await clientOptions.requestHandler.handle(request);
    const chunks: Buffer[] = [];
    for await (const chunk of response.body) chunks.push(chunk as Buffer);
    return { status: response.statusCode, body: Buffer.concat(chunks).toString() };
  });
}
