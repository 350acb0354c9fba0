import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { urlToHttpOptions } from 'node:url';

import { DynamodbFault } from './dynamodb-fault.ts';
import type { Headers } from './request-signer.ts';

/** A status and a body, whatever they mean. */
export type Exchanged = { readonly status: number; readonly body: string };

/** Sends a POST and waits for all of its answer. Throws a `DynamodbFault` when there is none. */
export type Exchange = (headers: Headers, body: string) => Promise<Exchanged>;

/** How long an exchange may take, and how much of the process it may use. */
export type ExchangeLimits = {
  /** Connections at once; further exchanges wait for one to be free, and that wait does not count. */
  readonly connectionsMax: number;
  /** Until a new connection stands, TLS included. */
  readonly connectionTimeoutMs: number;
  /** From having a connection to the last byte of the answer. */
  readonly answerTimeoutMs: number;
  readonly answerBytesMax: number;
};

/** Exchanges over connections that are kept alive, HTTP/1.1, with or without TLS as the URL says. */
export function keepAliveExchange(url: URL, limits: ExchangeLimits): Exchange {
  const { host } = url;
  const isSecure = url.protocol === 'https:';
  const request = isSecure ? httpsRequest : httpRequest;
  const agent = new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: limits.connectionsMax });
  const options = { ...urlToHttpOptions(url), agent, method: 'POST' };

  return (headers, body) =>
    new Promise((resolve, reject) => {
      const outgoing = request({ ...options, headers });
      let stopTimers = (): void => {};
      const fail = (fault: DynamodbFault): void => {
        stopTimers();
        reject(fault);
        outgoing.destroy();
      };
      const breakOff = (cause: Error): void =>
        fail(new DynamodbFault('ConnectionError', `the exchange with ${host} broke off: ${cause.message}`, { cause }));
      const timeOut = (what: string, limitMs: number): void =>
        fail(new DynamodbFault('TimeoutError', `${host} gave no ${what} within ${limitMs} ms`));

      outgoing.once('socket', (socket) => {
        stopTimers = startTimers(socket, isSecure, limits, timeOut);
      });
      outgoing.on('error', breakOff);
      outgoing.once('response', (incoming) => {
        const chunks: Buffer[] = [];
        let sizeBytes = 0;
        incoming.on('error', breakOff);
        incoming.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          sizeBytes += chunk.length;
          if (sizeBytes <= limits.answerBytesMax) return;
          const message = `${host} answered more than ${limits.answerBytesMax} bytes`;
          fail(new DynamodbFault('UnreadableAnswer', message, { status: incoming.statusCode ?? 0 }));
        });
        incoming.once('end', () => {
          stopTimers();
          resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
        });
      });
      outgoing.end(body);
    });
}

/** Watches over an exchange that has got its connection; gives what ends the watch. */
function startTimers(
  socket: Socket,
  isSecure: boolean,
  { connectionTimeoutMs, answerTimeoutMs }: ExchangeLimits,
  timeOut: (what: string, limitMs: number) => void,
): () => void {
  const answerTimer = setTimeout(timeOut, answerTimeoutMs, 'answer', answerTimeoutMs);
  if (!socket.connecting) return () => clearTimeout(answerTimer);

  const connectionTimer = setTimeout(timeOut, connectionTimeoutMs, 'connection', connectionTimeoutMs);
  const stopConnectionTimer = (): void => clearTimeout(connectionTimer);
  socket.once(isSecure ? 'secureConnect' : 'connect', stopConnectionTimer);
  return () => {
    stopConnectionTimer();
    clearTimeout(answerTimer);
  };
}
