/**
 * One port for HTTP/1.1, HTTP/2 with prior knowledge (the Kinesis client speaks it, also without TLS) and TLS (both again).
 * The first bytes of a connection tell which: 0x16 opens a TLS handshake (RFC 8446, 5.1), `PRI` an HTTP/2 preface (RFC 9113, 3.4).
 */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createSecureServer,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { ReplyDropped } from '../faults/refusals.ts';
import type { HttpRequest, HttpResponse } from '../service.ts';
import type { Certificate } from './certificate.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly certificate: Certificate;
  handle(request: HttpRequest): Promise<HttpResponse>;
}

export interface RunningServer {
  readonly port: number;
  /** Stops listening and ends every connection. */
  stop(): Promise<void>;
}

/** Bodies past this are refused with 413: the largest request of any hosted service is a 70 MB Lambda zip in base64. */
const bodyBytesMax = 100 * 1024 * 1024;

/** A client that has connected speaks within this time, or was none. */
const silenceMsMax = 30_000;

type AnyRequest = IncomingMessage | Http2ServerRequest;
type AnyResponse = ServerResponse | Http2ServerResponse;

/** Listens; rejects with the system's error (`EADDRINUSE`, …) when it cannot. */
export async function startServer({ host, port, certificate, handle }: ServerOptions): Promise<RunningServer> {
  const listener = (request: AnyRequest, response: AnyResponse): void => void answerHttp(request, response, handle);
  const plain = createHttpServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, listener);
  const plain2 = createHttp2Server(listener);
  const secure = createSecureServer({ ...certificate, allowHTTP1: true }, listener);
  for (const server of [plain2, secure]) server.on('sessionError', () => undefined);

  const sockets = new Set<Socket>();
  const tcp = createTcpServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    sniff(socket, (firstBytes) => {
      const server = firstBytes[0] === 0x16 ? secure : firstBytes.toString('latin1', 0, 3) === 'PRI' ? plain2 : plain;
      server.emit('connection', socket);
    });
  });

  await new Promise<void>((resolve, reject) => {
    tcp.once('error', reject);
    tcp.listen(port, host, () => resolve());
  });
  const address = tcp.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        tcp.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/**
 * Shows `onFirstBytes` what the connection begins with, and puts the bytes back. One byte cannot tell `PRI` from `PUT`,
 * so a dribbled beginning is collected; a connection that says nothing for a while is closed.
 */
function sniff(socket: Socket, onFirstBytes: (firstBytes: Buffer) => void): void {
  let firstBytes = Buffer.alloc(0);
  const giveUp = (): void => void socket.destroy();
  const look = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk !== null) firstBytes = Buffer.concat([firstBytes, chunk]);
    if (firstBytes.length === 0 || (firstBytes.length < 3 && firstBytes[0] === 0x50)) return;
    socket.off('readable', look);
    socket.off('end', giveUp);
    socket.off('timeout', giveUp);
    socket.setTimeout(0);
    socket.unshift(firstBytes);
    onFirstBytes(firstBytes);
  };
  socket.setTimeout(silenceMsMax);
  socket.on('timeout', giveUp);
  socket.on('readable', look);
  socket.on('end', giveUp);
}

async function answerHttp(
  request: AnyRequest,
  response: AnyResponse,
  handle: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<void> {
  const hangUp = new AbortController();
  response.on('close', () => {
    // An answer that went out whole is no hang-up, and an abort makes an exception that costs microseconds.
    if (!response.writableFinished) hangUp.abort();
  });
  try {
    const body = await readBody(request);
    if (body === undefined) return send(response, { statusCode: 413, headers: {}, body: 'Request body too large' });
    return await send(response, await handle(toHttpRequest(request, body, hangUp.signal)));
  } catch (fault) {
    // SDKs ask again after a lost connection, but not after the end of one stream in it.
    if (fault instanceof ReplyDropped && 'stream' in response) response.stream.session?.destroy();
    // Otherwise the client went away in the middle of its own request; there is nobody left to answer.
    response.destroy();
  }
}

async function readBody(request: AnyRequest): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks, sizeBytes);
}

function toHttpRequest(request: AnyRequest, body: Buffer, signal: AbortSignal): HttpRequest {
  const url = request.url ?? '/';
  const queryAt = url.indexOf('?');
  const rawQuery = queryAt < 0 ? '' : url.slice(queryAt + 1);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (name.startsWith(':') || value === undefined) continue;
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const authority = request.headers[':authority'];
  if (typeof authority === 'string') headers['host'] ??= authority;
  return {
    method: request.method ?? 'GET',
    path: queryAt < 0 ? url : url.slice(0, queryAt),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers,
    body,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    isSecure: 'encrypted' in request.socket,
    signal,
  };
}

async function send(response: AnyResponse, { statusCode, headers, body }: HttpResponse): Promise<void> {
  response.statusCode = statusCode;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value as string | string[]);
  if (typeof body === 'string' || body instanceof Uint8Array) {
    // An answer without content has no length either (RFC 9110, 8.6).
    if (statusCode !== 204 && statusCode !== 304) response.setHeader('content-length', Buffer.byteLength(body));
    (response as ServerResponse).end(body);
    return;
  }
  await pipeline(Readable.from(body), response as ServerResponse);
}
