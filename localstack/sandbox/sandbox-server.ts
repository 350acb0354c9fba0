import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Clock } from '../engine/clock.ts';
import { faultText } from '../engine/log.ts';
import type { Log } from '../engine/log.ts';
import type { SandboxProvider } from './account.ts';
import type { Fault, Faults } from './faults.ts';
import { json } from './http.ts';
import type { Answer, Route, SandboxRequest } from './http.ts';

/** The routes below one path prefix. Faults meet those of a provider; `/_sandbox` has none. */
export interface Mount {
  readonly prefix: string;
  readonly provider?: SandboxProvider;
  readonly routes: readonly Route[];
}

export interface ServerParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: Faults;
  mounts(): readonly Mount[];
  faultAnswer(fault: Fault, provider: SandboxProvider): Answer | undefined;
}

/** No request of these contracts is longer: token forms are the largest. */
const bodyBytesMax = 64 * 1024;

/** Listens on loopback only. Resolves to the server and its address, such as `http://127.0.0.1:41234`. */
export async function listen(parts: ServerParts, port: number): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    serve(parts, request, response).catch((fault: unknown) => {
      parts.log('error', 'sandbox-faulted', { method: request.method, url: request.url, fault: faultText(fault) });
      write(response, json(500, { code: 500, message: 'the sandbox itself has failed; see its log' }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`the provider sandbox cannot listen on port ${port}`, { cause })));
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function serve(parts: ServerParts, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const mount = parts.mounts().find(({ prefix }) => url.pathname.startsWith(`${prefix}/`));
  const body = await readBody(incoming);
  if (body === undefined)
    return write(response, json(413, { code: 413, message: `a body has at most ${bodyBytesMax} bytes` }));
  if (!mount) return write(response, notServed(incoming, url.pathname, parts.mounts()));
  const request: SandboxRequest = {
    method: incoming.method ?? 'GET',
    path: url.pathname.slice(mount.prefix.length),
    query: url.searchParams,
    headers: plainHeaders(incoming),
    body,
  };
  const route = mount.routes.find(({ method, path }) => method === request.method && path.test(request.path));
  if (!route) return write(response, notServed(incoming, url.pathname, [mount]));
  await answerRoute(parts, { mount, route, request }, response);
}

interface Routed {
  readonly mount: Mount;
  readonly route: Route;
  readonly request: SandboxRequest;
}

async function answerRoute(parts: ServerParts, routed: Routed, response: ServerResponse): Promise<void> {
  const { mount, route, request } = routed;
  const parameters = (route.path.exec(request.path) ?? []).slice(1).map(decoded);
  const { provider } = mount;
  const account = route.accountOf(request, parameters);
  const fault = provider && parts.faults.meet({ provider, operation: route.operation, account });
  const about = { ...(provider ? { provider } : {}), operation: route.operation, ...(account ? { account } : {}) };
  if (provider && fault) {
    parts.log('warn', 'sandbox-fault-met', { ...about, kind: fault.kind });
    const answer = parts.faultAnswer(fault, provider);
    if (answer) return write(response, answer);
    if (fault.kind === 'lost-answer') route.answer(request, parameters);
    return breakOff(parts.clock, fault, response);
  }
  const answer = route.answer(request, parameters);
  parts.log('info', 'sandbox-answered', { ...about, status: answer.status });
  write(response, answer);
}

/** A connection that ends without an answer: at once with a TCP reset, or after a silence. */
async function breakOff(clock: Clock, fault: Fault, response: ServerResponse): Promise<void> {
  if (fault.kind !== 'hang') {
    response.socket?.resetAndDestroy();
    return;
  }
  await new Promise<void>((resolve) => {
    const timer = clock.after(fault.holdMs, resolve);
    response.once('close', () => {
      timer.cancel();
      resolve();
    });
  });
  response.socket?.destroy();
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.headersSent) return;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

/** What the sandbox does not have is said out loud; a provider's real 404 would look like an answer. */
function notServed({ method }: IncomingMessage, path: string, mounts: readonly Mount[]): Answer {
  const served = mounts.flatMap(({ prefix, routes }) =>
    routes.map((route) => `${route.method} ${prefix}${shownPath(route)}`),
  );
  const message = `${method} ${path} is not implemented by the provider sandbox, which serves: ${served.join(', ')}`;
  return json(501, { code: 501, message });
}

function shownPath({ path }: Route): string {
  return path.source
    .slice(1, -1)
    .replaceAll('\\/', '/')
    .replace(/\([^)]*\)/g, '*');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** The whole body as text; undefined when it is longer than any of these contracts needs. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= bodyBytesMax) chunks.push(chunk);
  }
  return sizeBytes > bodyBytesMax ? undefined : Buffer.concat(chunks).toString('utf8');
}
