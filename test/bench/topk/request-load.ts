/** Requests over HTTP/1.1 by autocannon, with latencies finer than the whole milliseconds that it reports itself. */
import { createRequire } from 'node:module';

import { cpuMsOf } from '../usage.ts';

/** What of autocannon is used here; it brings no types. https://github.com/mcollina/autocannon */
interface Client {
  setRequests(requests: readonly { readonly path: string }[]): void;
  on(event: 'headers', listener: (head: { readonly headers: readonly string[] }) => void): void;
}
interface Running {
  on(event: 'response', listener: (client: Client, statusCode: number, bytes: number, ms: number) => void): void;
  on(event: 'done', listener: (result: Result) => void): void;
}
interface Result {
  readonly requests: { readonly total: number };
  readonly duration: number;
  readonly errors: number;
  readonly non2xx: number;
}
type Autocannon = (
  options: {
    readonly url: string;
    readonly connections: number;
    readonly duration: number;
    readonly setupClient: (client: Client) => void;
  },
  callback: (fault: Error | null) => void,
) => Running;

const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon;
/** Where an answer came from: `table` or `memory`. */
const sourceHeader = 'x-topk-source';

export interface RequestLoad {
  readonly url: string;
  /** Asked in turn; each connection has its own share of them, or all if there are fewer than connections. */
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** The processes that answer, whose CPU time is wanted. */
  readonly serverPids: () => readonly number[];
}

export interface RequestLoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly serverUs: number;
  readonly sources: Readonly<Record<string, number>>;
}

export async function runRequests(load: RequestLoad): Promise<RequestLoadResult> {
  const { url, paths, connections, seconds, serverPids } = load;
  const latenciesMs: number[] = [];
  const sources: Record<string, number> = {};
  const cpuBeforeMs = cpuMsOf(serverPids());
  let connection = 0;
  const setupClient = (client: Client): void => {
    const own = paths.filter((_, index) => index % connections === connection % connections);
    connection += 1;
    client.setRequests((own.length > 0 ? own : paths).map((path) => ({ path })));
    client.on('headers', ({ headers }) => {
      const source = headers[headers.findIndex((name) => name.toLowerCase() === sourceHeader) + 1];
      if (source === 'table' || source === 'memory') sources[source] = (sources[source] ?? 0) + 1;
    });
  };
  const result = await new Promise<Result>((resolve, reject) => {
    const running = autocannon({ url, connections, duration: seconds, setupClient }, (fault) => fault && reject(fault));
    running.on('response', (_client, _statusCode, _bytes, ms) => void latenciesMs.push(ms));
    running.on('done', resolve);
  });
  if (result.errors > 0 || result.non2xx > 0)
    throw new Error(`${result.errors} requests to ${url} failed, ${result.non2xx} were not answered with 2xx`);
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return {
    perSecond: result.requests.total / result.duration,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    serverUs: ((cpuMsOf(serverPids()) - cpuBeforeMs) * 1000) / result.requests.total,
    sources,
  };
}
