/**
 * AWS SDK clients that talk to services of the local cloud without a socket: every byte still passes the wire's
 * protocols, but no port, no real time.
 */
import { Readable } from 'node:stream';

import type { Authorizer } from '../../localstack/engine/authorization/authorizer.ts';
import { VirtualClock } from '../../localstack/engine/clock.ts';
import type { Faults } from '../../localstack/engine/faults/faults.ts';
import { silentLog } from '../../localstack/engine/log.ts';
import { seededRandom } from '../../localstack/engine/random.ts';
import type { CallService, Engine, HttpRequest, Service } from '../../localstack/engine/service.ts';
import { temporaryState, type State } from '../../localstack/engine/state.ts';
import { createWire } from '../../localstack/engine/wire/wire.ts';

export interface InProcess {
  /** Spread into any SDK v3 client's constructor. */
  readonly clientOptions: ReturnType<typeof clientOptions>;
  readonly call: CallService;
}

/** 2026-11-20T12:00:00Z: where the clocks of tests begin. */
export const testStartMs = Date.UTC(2026, 10, 20, 12);

/** An engine on a virtual clock, seeded chance and a state folder of its own. Close `state` after the test. */
export function testEngine(state: State = temporaryState()): Engine & { readonly clock: VirtualClock } {
  return {
    clock: new VirtualClock(testStartMs),
    random: seededRandom(1),
    state,
    log: silentLog,
    accountId: '000000000000',
    region: 'us-east-1',
    endpointUrl: () => 'http://127.0.0.1:4566',
  };
}

/**
 * The wire over `services`, with the options that point an SDK client at it; with an authorizer, policies are enforced,
 * and with faults, their rules apply.
 */
export function inProcess(services: readonly Service[], authorizer?: Authorizer, faults?: Faults): InProcess {
  const wire = createWire({
    services,
    accountId: '000000000000',
    region: 'us-east-1',
    random: seededRandom(2),
    log: silentLog,
    authorizer,
    faults,
  });
  return { clientOptions: clientOptions(wire.handle), call: wire.call };
}

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function clientOptions(
  handle: (request: HttpRequest) => Promise<{ statusCode: number; headers: object; body: unknown }>,
) {
  return {
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: SdkRequest) => {
        const { statusCode, headers, body } = await handle(await toHttpRequest(request));
        const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : '';
        return {
          response: {
            statusCode,
            headers: headers as Record<string, string>,
            body: Readable.from([Buffer.from(bytes)]),
          },
        };
      },
    },
  };
}

async function toHttpRequest({ method, path, query, headers, body }: SdkRequest): Promise<HttpRequest> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value ?? '']) parameters.append(name, each);
  }
  return {
    method,
    path,
    query: parameters,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: await toBuffer(body),
    sourceIp: '127.0.0.1',
    isSecure: false,
  };
}

async function toBuffer(body: unknown): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
