import { request as httpRequest } from 'node:http';
import { connect } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { connect as tcpConnect } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { temporaryState } from '../../../../localstack/engine/state.ts';
import { loadCertificate } from '../../../../localstack/engine/wire/certificate.ts';
import { startServer, type RunningServer } from '../../../../localstack/engine/wire/server.ts';

const state = temporaryState();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    certificate: await loadCertificate(state.folder, Date.now()),
    handle: async ({ method, path, query, body, isSecure, headers }) => ({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        method,
        path,
        query: query.get('a'),
        body: body.toString(),
        isSecure,
        host: headers['host'],
      }),
    }),
  });
});

afterAll(async () => {
  await server.stop();
  state.close();
});

const echo = { method: 'POST', path: '/p', query: '1', body: 'hello' };

async function overHttp1(request: typeof httpRequest | typeof httpsRequest, protocol: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const outgoing = request(
    `${protocol}://127.0.0.1:${server.port}/p?a=1`,
    { method: 'POST', rejectUnauthorized: false, agent: false } as object,
    (response) => void text(response).then(resolve, reject),
  );
  outgoing.on('error', reject);
  outgoing.end('hello');
  return JSON.parse(await promise);
}

async function overHttp2(protocol: string): Promise<unknown> {
  const session = connect(`${protocol}://127.0.0.1:${server.port}`, { rejectUnauthorized: false });
  const stream = session.request({ ':method': 'POST', ':path': '/p?a=1' });
  stream.end('hello');
  const answer = await text(stream);
  session.close();
  return JSON.parse(answer);
}

test('HTTP/1.1 is served on the port', async () => {
  expect(await overHttp1(httpRequest, 'http')).toMatchObject({ ...echo, isSecure: false });
});

test('HTTPS is served on the same port', async () => {
  expect(await overHttp1(httpsRequest, 'https')).toMatchObject({ ...echo, isSecure: true });
});

test('HTTP/2 with prior knowledge is served on the same port', async () => {
  expect(await overHttp2('http')).toMatchObject({ ...echo, isSecure: false, host: `127.0.0.1:${server.port}` });
});

test('HTTP/2 over TLS is served on the same port', async () => {
  expect(await overHttp2('https')).toMatchObject({ ...echo, isSecure: true });
});

test('a preface that arrives byte by byte is still recognised', async () => {
  const socket = tcpConnect(server.port, '127.0.0.1');
  const bytes = 'PUT /p?a=1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';
  for (const byte of bytes) {
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.write(byte, () => resolve());
    await promise;
  }
  expect(await text(socket)).toContain('"method":"PUT"');
});

test('a taken port is an error that says so', async () => {
  const certificate = await loadCertificate(state.folder, Date.now());
  const second = startServer({
    host: '127.0.0.1',
    port: server.port,
    certificate,
    handle: async () => ({ statusCode: 200, headers: {}, body: '' }),
  });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
