import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { Credentials } from '../../../functions/dynamodb/adapters/credentials.ts';
import { requestSigner } from '../../../functions/dynamodb/adapters/request-signer.ts';
import type { Unsigned } from '../../../functions/dynamodb/adapters/request-signer.ts';
import { namedHeaders } from '../../support/dynamodb-wire.ts';

const region = 'eu-central-1';

/** What the SDK's signer makes of the same headers and body. */
async function authorizationBySdk(host: string, credentials: Credentials, { target, body, nowMs }: Unsigned) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const identity = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  const client = new DynamoDBClient({ region, credentials: identity });
  const signer = await client.config.signer();
  const headers = { host, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
  const request = { method: 'POST', protocol: 'https:', hostname: host, path: '/', query: {}, headers, body };
  // The hash of the body is in the signature anyway; as a header of its own it is for S3.
  const unsignableHeaders = new Set(['x-amz-content-sha256']);
  const { headers: signed } = await signer.sign(request, { signingDate: new Date(nowMs), unsignableHeaders });
  return signed['authorization'];
}

const keys = fc.record({
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
  secretAccessKey: fc.stringMatching(/^[A-Za-z0-9/+]{40,70}$/),
  sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9/+=]{1,200}$/), { nil: undefined }),
});
const requests = fc.record({
  target: fc.constantFrom('DynamoDB_20120810.UpdateItem', 'DynamoDB_20120810.BatchGetItem'),
  body: fc.string({ unit: 'binary', maxLength: 200 }),
  nowMs: fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2060, 0, 1) }),
});
const hosts = fc.constantFrom('dynamodb.eu-central-1.amazonaws.com', '127.0.0.1:4566');

test('requests have the signatures that the SDK gives them, whatever days and credentials come in turn', async () => {
  const turn = fc.tuple(fc.nat({ max: 1 }), requests, fc.boolean());
  const property = fc.asyncProperty(hosts, fc.tuple(keys, keys), fc.array(turn, { minLength: 1, maxLength: 5 }), check);
  await fc.assert(property, { numRuns: 60, seed: 20_261_120 });

  async function check(host: string, both: [Credentials, Credentials], turns: [number, Unsigned, boolean][]) {
    let current = both[0];
    let last: Unsigned | undefined;
    const headersOf = requestSigner({ url: new URL(`http://${host}/`), region }, () => current);
    for (const [index, request, isSameDay] of turns) {
      current = both[index] ?? current;
      const nowMs = isSameDay && last ? last.nowMs : request.nowMs;
      last = { ...request, nowMs };
      const { authorization } = namedHeaders(headersOf(last));
      expect(authorization).toBe(await authorizationBySdk(host, current, last));
    }
  }
});

test('a body is measured in bytes', () => {
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: undefined };
  const headersOf = requestSigner({ url: new URL('http://127.0.0.1:4566'), region }, () => credentials);
  const headers = namedHeaders(headersOf({ target: 'DynamoDB_20120810.UpdateItem', body: '"Größe"', nowMs: 0 }));

  expect(headers).toMatchObject({ host: '127.0.0.1:4566', 'content-length': '9', 'x-amz-date': '19700101T000000Z' });
  expect(headers).not.toHaveProperty('x-amz-security-token');
});

test('a function’s session token goes along', () => {
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' };
  const headersOf = requestSigner({ url: new URL('http://127.0.0.1:4566'), region }, () => credentials);
  const headers = namedHeaders(headersOf({ target: 'DynamoDB_20120810.UpdateItem', body: '{}', nowMs: 0 }));

  expect(headers).toMatchObject({ 'x-amz-security-token': 'token' });
});
