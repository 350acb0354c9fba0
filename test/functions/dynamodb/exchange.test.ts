import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { afterEach, expect, test } from '@jest/globals';

import { keepAliveExchange } from '../../../functions/dynamodb/adapters/exchange.ts';

const limits = { connectionsMax: 4, connectionTimeoutMs: 2_000, answerTimeoutMs: 2_000, answerBytesMax: 1_000 };
const sockets = new Set<Socket>();
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function exchangeWith(answer: RequestListener, changed: Partial<typeof limits> = {}) {
  const host = await listening(createServer(answer));
  const exchange = keepAliveExchange(new URL(`http://${host}`), { ...limits, ...changed });
  return (body: string) =>
    exchange(['host', host, 'content-length', String(Buffer.byteLength(body)), 'x-amz-target', 'T'], body);
}

test('what is sent arrives as it is, and what is answered comes back, cut anywhere', async () => {
  const seen: unknown[] = [];
  const send = await exchangeWith((request, response) => {
    request.setEncoding('utf8').on('data', (body: string) => {
      seen.push([request.method, request.url, request.headers['x-amz-target'], body]);
      const answer = Buffer.from('Größe');
      response.writeHead(400);
      response.write(answer.subarray(0, 3), () => response.end(answer.subarray(3)));
    });
  });

  expect(await send('"Lücke"')).toEqual({ status: 400, body: 'Größe' });
  expect(seen).toEqual([['POST', '/', 'T', '"Lücke"']]);
});

test('exchanges one after the other share a connection', async () => {
  const send = await exchangeWith((_, response) => response.end('{}'));
  for (let count = 0; count < 3; count += 1) await send('{}');
  expect(sockets.size).toBe(1);
});

test('exchanges at once have no more connections than they may', async () => {
  const send = await exchangeWith((_, response) => setImmediate(() => response.end('{}')), { connectionsMax: 2 });
  await Promise.all(Array.from({ length: 10 }, () => send('{}')));
  expect(sockets.size).toBe(2);
});

test('an answer that does not come is a timeout', async () => {
  const send = await exchangeWith(() => {}, { answerTimeoutMs: 20 });
  await expect(send('{}')).rejects.toMatchObject({
    name: 'TimeoutError',
    message: expect.stringMatching(/^127\.0\.0\.1:\d+ gave no answer within 20 ms$/),
    status: undefined,
  });
});

test('an answer that stops half-way is a timeout', async () => {
  const send = await exchangeWith((_, response) => response.write('{'), { answerTimeoutMs: 20 });
  await expect(send('{}')).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('a connection that does not come to stand, TLS included, is a timeout', async () => {
  const host = await listening(createTcpServer(() => {}));
  const exchange = keepAliveExchange(new URL(`https://${host}`), { ...limits, connectionTimeoutMs: 20 });
  await expect(exchange(['host', host], '{}')).rejects.toMatchObject({
    name: 'TimeoutError',
    message: `${host} gave no connection within 20 ms`,
  });
});

test.each([
  ['before the answer', (socket: Socket) => socket.destroy()],
  [
    'within the answer',
    (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{', () => socket.destroy()),
  ],
])('a connection that is broken off %s is a fault with its cause', async (_, breakOff) => {
  const host = await listening(createTcpServer((socket) => socket.once('data', () => breakOff(socket))));
  const exchange = keepAliveExchange(new URL(`http://${host}`), limits);
  await expect(exchange(['host', host], '{}')).rejects.toMatchObject({
    name: 'ConnectionError',
    message: expect.stringContaining(`the exchange with ${host} broke off`),
    cause: expect.objectContaining({ code: 'ECONNRESET' }),
  });
});

test('a connection that is refused is a fault with its cause', async () => {
  const server = createTcpServer();
  const host = await listening(server);
  server.close();
  await once(server, 'close');
  const exchange = keepAliveExchange(new URL(`http://${host}`), limits);
  await expect(exchange(['host', host], '{}')).rejects.toMatchObject({
    name: 'ConnectionError',
    cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
  });
});

test('after a fault the next exchange has a connection that is sound', async () => {
  let requests = 0;
  const send = await exchangeWith((request, response) => {
    requests += 1;
    if (requests === 1) request.socket.destroy();
    else response.end('{}');
  });
  await expect(send('{}')).rejects.toThrow('broke off');
  expect(await send('{}')).toEqual({ status: 200, body: '{}' });
});

test('an answer is as long as it may be, and not longer', async () => {
  const send = await exchangeWith((request, response) =>
    request.setEncoding('utf8').on('data', (body: string) => response.end(body)),
  );
  expect((await send('x'.repeat(1_000))).body).toHaveLength(1_000);
  await expect(send('x'.repeat(1_001))).rejects.toMatchObject({
    name: 'UnreadableAnswer',
    message: expect.stringContaining('answered more than 1000 bytes'),
    status: 200,
  });
});
