/**
 * The Runtime API of one execution environment: what the runtime client inside it talks to.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 *
 * One server on a port of its own for each environment: the client's address has no room for a path, and the port
 * dies with the environment.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** 6 MB and a little for the envelope, as AWS's own message names it. */
export const responseBytesMax = 6_291_556;

/** What the runtime client is handed with an event. */
export interface RuntimeEvent {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RuntimeAnswer {
  readonly requestId: string;
  readonly payload: Buffer;
  readonly isError: boolean;
}

/** Takes a piece of a streamed response; resolves when it wants the next one. */
export type TakeChunk = (chunk: Buffer) => Promise<void>;

export interface RuntimeApiListener {
  /** Who reads the invocation's response as it comes; nobody when it is wanted in one piece. */
  readerOf(requestId: string): TakeChunk | undefined;
  /** The runtime client asked for its first event: the function's module is loaded. */
  onReady(): void;
  onAnswer(answer: RuntimeAnswer): void;
  onInitError(payload: Buffer): void;
}

export class RuntimeApi {
  readonly #server: Server;
  readonly #listener: RuntimeApiListener;
  #isReady = false;
  #waiting: ServerResponse | undefined;
  #event: RuntimeEvent | undefined;

  constructor(listener: RuntimeApiListener) {
    this.#listener = listener;
    // A handler may run for 15 minutes between two requests on the same connection.
    this.#server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (request, response) => {
      // A broken request means that the process ended; its exit is what counts.
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** Listens on a loopback port of the system's choice; resolves with `host:port`. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        const { port } = this.#server.address() as AddressInfo;
        resolve(`127.0.0.1:${port}`);
      });
    });
  }

  /** Hands over an event as soon as the runtime client asks for one. */
  send(event: RuntimeEvent): void {
    this.#event = event;
    this.#handOver();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #handOver(): void {
    if (!this.#waiting || !this.#event) return;
    const { payload, headers } = this.#event;
    this.#waiting.writeHead(200, { 'content-type': 'application/json', 'content-length': payload.length, ...headers });
    this.#waiting.end(payload);
    this.#waiting = undefined;
    this.#event = undefined;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const step = request.url?.replace('/2018-06-01/runtime/', '') ?? '';
    const [, requestId, kind] = /^invocation\/([^/]+)\/(response|error)$/u.exec(step) ?? [];
    if (step === 'invocation/next') return this.#takeNext(response);
    if (step === 'init/error') {
      const body = await readBody(request);
      this.#listener.onInitError(body);
    } else if (requestId && kind) {
      const isAccepted = await this.#takeAnswer(decodeURIComponent(requestId), kind === 'error', request);
      if (!isAccepted) return reply(response, 413, { errorMessage: 'Exceeded maximum allowed payload size.' });
    } else {
      return reply(response, 404, { errorMessage: `No such path: ${request.url}`, errorType: 'InvalidRequest' });
    }
    return reply(response, 202, { status: 'OK' });
  }

  #takeNext(response: ServerResponse): void {
    this.#waiting = response;
    if (!this.#isReady) {
      this.#isReady = true;
      this.#listener.onReady();
    }
    this.#handOver();
  }

  async #takeAnswer(requestId: string, isPostedError: boolean, request: IncomingMessage): Promise<boolean> {
    const isStreamed = request.headers['lambda-runtime-function-response-mode'] === 'streaming';
    const takeChunk = isStreamed ? this.#listener.readerOf(requestId) : undefined;
    const body = takeChunk ? await passOn(request, takeChunk) : await readBody(request);
    const isTooLarge = body.length > responseBytesMax;
    // A streaming handler that fails after its first byte says so in trailers.
    const streamError = request.trailers['lambda-runtime-function-error-body'];
    if (isTooLarge) {
      const payload = Buffer.from(JSON.stringify(responseTooLarge));
      this.#listener.onAnswer({ requestId, payload, isError: true });
    } else if (typeof streamError === 'string') {
      const payload = Buffer.from(streamError, 'base64');
      this.#listener.onAnswer({ requestId, payload, isError: true });
    } else {
      this.#listener.onAnswer({ requestId, payload: body, isError: isPostedError });
    }
    return !isTooLarge;
  }
}

const responseTooLarge = {
  errorMessage: `Response payload size exceeded maximum allowed payload size (${responseBytesMax} bytes).`,
  errorType: 'Function.ResponseSizeTooLarge',
};

/** Hands the body on as it comes, at its reader's pace; nothing of it is left. */
async function passOn(request: IncomingMessage, takeChunk: TakeChunk): Promise<Buffer> {
  for await (const chunk of request as AsyncIterable<Buffer>) await takeChunk(chunk);
  return Buffer.alloc(0);
}

/** The body, but no more of it than shows that it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (sizeBytes <= responseBytesMax) chunks.push(chunk);
    sizeBytes += chunk.length;
  }
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, statusCode: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(statusCode, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
