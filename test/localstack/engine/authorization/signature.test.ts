import { createHash, createHmac } from 'node:crypto';

import { expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Checksum, SourceData } from '@smithy/types';

import { Identifier } from '../../../../localstack/engine/authorization/identify.ts';
import { roleSession } from '../../../../localstack/engine/authorization/principal.ts';
import { sessionCredentials } from '../../../../localstack/engine/authorization/session-credentials.ts';
import { VirtualClock } from '../../../../localstack/engine/clock.ts';
import type { HttpRequest } from '../../../../localstack/engine/service.ts';
import { testStartMs } from '../../../support/in-process.ts';

const session = roleSession('arn:aws:iam::000000000000:role/path/reader', 'me');
const clock = new VirtualClock(testStartMs);

/** What SDKs sign with, on the system's own hashes. */
class Sha256 implements Checksum {
  readonly #hash;
  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret));
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {
    throw new Error('signing does not start again');
  }
}

function toBytes(data: SourceData): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function signed(
  service: string,
  sent: Sent = {},
  credentials = sessionCredentials(session),
): Promise<HttpRequest> {
  const isS3 = service === 's3';
  const signer = new SignatureV4({ service, region: 'us-east-1', credentials, sha256: Sha256, uriEscapePath: !isS3 });
  const { method = 'POST', path = '/', query = {}, headers = {}, body = '' } = sent;
  const request = { protocol: 'http:', hostname: 'localhost', method, path, query, body };
  const result = await signer.sign(
    { ...request, headers: { host: 'localhost:4566', ...headers } },
    { signingDate: new Date(testStartMs) },
  );
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  );
  return {
    method,
    path,
    query: new URLSearchParams(pairs),
    headers: Object.fromEntries(Object.entries(result.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body),
    sourceIp: '127.0.0.1',
    isSecure: false,
  };
}

const who = (request: HttpRequest) => new Identifier(clock).identify(request, 'json');

test.each<[string, string, Sent]>([
  ['a JSON call', 'dynamodb', { headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' }, body: '{"TableName":"ü"}' }],
  ['a form', 'iam', { body: 'Action=ListRoles&Version=2010-05-08' }],
  ['a path with an encoded ARN', 'lambda', { method: 'GET', path: '/2015-03-31/functions/arn%3Aaws%3Alambda/policy' }],
  ['a query', 'lambda', { method: 'GET', query: { b: "it's (here)*", 'a-b': '1', a: ['2', '1'], c: '' } }],
  ['an S3 key', 's3', { method: 'GET', path: '/crate/a%20b/%C3%BC%2B1' }],
  ['headers with spaces', 'sqs', { headers: { 'x-amz-note': '  a   b ' }, body: '{}' }],
])('%s is known by its signature', async (_title, service, sent) => {
  expect(who(await signed(service, sent))).toEqual(session);
});

test('over HTTP/2 the host is signed as :authority', async () => {
  const request = await signed('kinesis', { headers: { ':authority': 'localhost:4566' } });
  expect(request.headers['authorization']).toContain('SignedHeaders=:authority;');
  const { ':authority': _authority, ...headers } = request.headers;
  expect(who({ ...request, headers })).toEqual(session);
});

test.each<[string, (request: HttpRequest) => Partial<HttpRequest>]>([
  ['body', () => ({ body: Buffer.from('{"TableName":"other"}') })],
  ['path', () => ({ path: '/other' })],
  ['query', () => ({ query: new URLSearchParams('a=1') })],
  ['method', () => ({ method: 'PUT' })],
  ['signed header', ({ headers }) => ({ headers: { ...headers, 'x-amz-target': 'DynamoDB_20120810.DeleteTable' } })],
])('another %s is refused', async (_title, change) => {
  const request = await signed('dynamodb', { headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' }, body: '{}' });
  expect(() => who({ ...request, ...change(request) })).toThrow('The request signature we calculated does not match');
});

test('a presigned URL is known by its query', async () => {
  const credentials = sessionCredentials(session);
  const signer = new SignatureV4({
    service: 's3',
    region: 'us-east-1',
    credentials,
    sha256: Sha256,
    uriEscapePath: false,
  });
  const headers = { host: 'localhost:4566' };
  const toSign = { ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const request = {
    protocol: 'http:',
    hostname: 'localhost',
    method: 'GET',
    path: '/crate/key',
    query: {},
    headers: toSign,
  };
  const presigned = await signer.presign(request, { signingDate: new Date(testStartMs), expiresIn: 60 });
  const query = new URLSearchParams(presigned.query as Record<string, string>);
  const received = {
    method: 'GET',
    path: '/crate/key',
    query,
    headers,
    body: Buffer.alloc(0),
    sourceIp: '',
    isSecure: false,
  };

  expect(who(received)).toEqual(session);
  expect(() => who({ ...received, path: '/crate/other' })).toThrow('does not match');
});

test('every key that is not a session’s is the operator’s', async () => {
  const theirs = { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: '' };
  expect(who(await signed('sqs', {}, theirs))).toBeUndefined();
  const fromAws = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
  expect(who(await signed('sqs', {}, fromAws))).toBeUndefined();
  expect(who({ ...(await signed('sqs')), headers: {} })).toBeUndefined();
});

test('a session’s key with another token is refused', async () => {
  const { sessionToken } = sessionCredentials({ ...session, sessionName: 'other' });
  const request = signed('sqs', {}, { ...sessionCredentials(session), sessionToken });
  const refused = new Identifier(clock);
  const received = await request;
  expect(() => refused.identify(received, 'json')).toThrow(
    expect.objectContaining({ code: 'UnrecognizedClientException', statusCode: 403 }),
  );
  expect(() => refused.identify(received, 'query')).toThrow(expect.objectContaining({ code: 'InvalidClientTokenId' }));
});

test('a session that is over is refused', async () => {
  const over = sessionCredentials({ ...session, expiresAtMs: testStartMs });
  const request = await signed('sqs', {}, over);
  expect(() => who(request)).toThrow(expect.objectContaining({ code: 'ExpiredTokenException' }));
});

test('sessions have keys that look like AWS’s, and the same each time unless told apart', () => {
  expect(sessionCredentials(session).accessKeyId).toMatch(/^ASIALOCAL[A-Z2-7]{11}$/u);
  expect(sessionCredentials(session).secretAccessKey).toHaveLength(40);
  expect(sessionCredentials(session)).toEqual(sessionCredentials(session));
  expect(sessionCredentials(session, 'a')).not.toEqual(sessionCredentials(session, 'b'));
});
