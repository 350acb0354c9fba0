import { Readable } from 'node:stream';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';

/** A request as it would go over the wire: the operation and its JSON. */
export type WireRequest = { readonly operation: string; readonly input: Record<string, unknown> };
/** An answer: JSON, with a status when it is not 200. */
export type WireAnswer = { readonly status?: number; readonly body: Record<string, unknown> };

type HttpRequest = { readonly headers: Record<string, string>; readonly body: string | Uint8Array };

/**
 * Real SDK clients whose requests are answered by a function, so that adapters are tested to the bytes they send and
 * no socket is opened. Requests are kept in the order they came.
 */
export function awsWire(answer: (request: WireRequest) => WireAnswer) {
  const requests: WireRequest[] = [];
  const requestHandler = {
    handle: async ({ headers, body }: HttpRequest) => {
      const operation = headers['x-amz-target']?.split('.').at(-1) ?? '';
      const json = typeof body === 'string' ? body : new TextDecoder().decode(body);
      const request = { operation, input: JSON.parse(json) as Record<string, unknown> };
      requests.push(request);
      const { status = 200, body: answered } = answer(request);
      return {
        response: {
          statusCode: status,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Readable.from([Buffer.from(JSON.stringify(answered))]),
        },
      };
    },
    destroy: () => {},
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
  const settings = {
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    endpoint: 'http://127.0.0.1:1',
    maxAttempts: 1,
    requestHandler: requestHandler as never,
  };
  return { requests, dynamo: new DynamoDBClient(settings), sqs: new SQSClient({ ...settings, md5: false }) };
}
