import { expect, test } from '@jest/globals';

import type { HttpRequest } from '../../../../localstack/engine/service.ts';
import { foreignPage } from '../../../../localstack/engine/wire/refuse-foreign-pages.ts';

const from = (headers: Record<string, string>): HttpRequest => ({
  method: 'POST',
  path: '/2015-03-31/functions',
  query: new URLSearchParams(),
  headers,
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  isSecure: false,
});

test.each([
  {},
  { host: '127.0.0.1:4566' },
  { host: 'localhost:4566' },
  { host: '[::1]:4566' },
  { host: 'my-bucket.s3.us-east-1.localhost:4566' },
  { host: 'kinesis.us-east-1.amazonaws.com' },
  { host: 'localhost:4566', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
])('%j is one of us', (headers) => {
  expect(foreignPage(from(headers as unknown as Record<string, string>), '127.0.0.1')).toBeUndefined();
});

test.each([
  [{ host: 'evil.example' }, "the host 'evil.example' is not a name of this cloud"],
  [{ host: 'localhost.evil.example:4566' }, "the host 'localhost.evil.example:4566'"],
  [{ host: 'localhost:4566', origin: 'https://evil.example' }, 'the web page https://evil.example'],
  [{ host: 'localhost:4566', origin: 'null' }, 'its origin is hidden'],
  [{ host: 'localhost:4566', 'sec-fetch-site': 'cross-site' }, 'a web page of another site'],
])('%j is a stranger', (headers, reason) => {
  expect(foreignPage(from(headers as unknown as Record<string, string>), '127.0.0.1')).toContain(reason);
});

test('who listens on all addresses is spoken to by any name, but still not by strange pages', () => {
  expect(foreignPage(from({ host: 'build-server:4566' }), '0.0.0.0')).toBeUndefined();
  expect(foreignPage(from({ host: 'build-server:4566', origin: 'https://evil.example' }), '0.0.0.0')).toContain('evil');
});
