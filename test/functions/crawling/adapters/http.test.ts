import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test } from '@jest/globals';

import { httpWithin } from '../../../../functions/crawling/adapters/http.ts';

let stop: () => void = () => undefined;
afterEach(() => stop());

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an answer comes with status, lower-case headers and body, whatever its status', async () => {
  const url = await serve((request, response) => {
    response.writeHead(502, { 'Content-Type': 'text/html', 'Retry-After': '7' });
    response.end(`<p>${request.method} ${request.headers['authorization']}</p>`);
  });
  const answer = await httpWithin(1_000)({ method: 'GET', url, headers: { authorization: 'Bearer a' } });
  expect(answer).toMatchObject({
    status: 502,
    headers: { 'content-type': 'text/html', 'retry-after': '7' },
    body: '<p>GET Bearer a</p>',
  });
});

test('a redirect is an answer and is not followed', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' });
    response.end();
  });
  expect(await httpWithin(1_000)({ method: 'GET', url, headers: {} })).toMatchObject({ status: 302 });
});

test.each<[string, RequestListener]>([
  ['never answers', () => undefined],
  [
    'begins to answer and stops',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
    },
  ],
  ['hangs up', (request) => request.socket.destroy()],
])('a server that %s is a fault, whose message has neither query nor body', async (_what, listener) => {
  const url = await serve(listener);
  const request = { method: 'POST', url: `${url}/token?code=secret`, headers: {}, body: 'secret' } as const;
  const fault = await httpWithin(50)(request).catch((error: unknown) => error);
  expect(String(fault)).toBe(`Error: POST ${url}/token had no complete answer within 50 ms`);
});
