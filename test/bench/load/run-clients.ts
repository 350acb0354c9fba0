/** Runs load clients against a server and measures what both sides have used. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { usageOf } from '../usage.ts';
import type { Counted, FromClient, Job, ToClient } from './client.ts';

export interface Load {
  readonly job: Omit<Job, 'client'>;
  readonly clients: number;
  readonly measureMs: number;
  readonly serverPid: number;
}

export interface LoadResult {
  readonly itemsPerSecond: number;
  readonly requestsPerSecond: number;
  /** CPU time for each item, in µs. */
  readonly serverUs: number;
  readonly clientUs: number;
  /** Share of one core that the server used. */
  readonly serverCores: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Starts the clients, waits until all are warm, measures. The processes are gone when this resolves or rejects. */
export async function runClients({ job, clients, measureMs, serverPid }: Load): Promise<LoadResult> {
  const running = Array.from({ length: clients }, (_, client) => openClient({ ...job, client }));
  try {
    await Promise.all(running.map(({ isWarm }) => isWarm));
    const cpuBeforeMs = usageOf(serverPid)?.cpuMs ?? 0;
    const counted = await Promise.all(running.map(({ count }) => count(measureMs)));
    const serverMs = (usageOf(serverPid)?.cpuMs ?? 0) - cpuBeforeMs;
    return summary(counted, serverMs);
  } finally {
    await Promise.all(running.map(({ stop }) => stop()));
  }
}

function openClient(job: Job) {
  const child = fork(join(import.meta.dirname, 'client.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const warm = answerOf(child, (message) => ('isWarm' in message ? true : undefined));
  tell(child, { job });
  return {
    isWarm: warm,
    count: (countForMs: number): Promise<Counted> => {
      const counted = answerOf(child, (message) => ('counted' in message ? message.counted : undefined));
      tell(child, { countForMs });
      return counted;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function tell(child: ChildProcess, message: ToClient): void {
  child.send(message);
}

function answerOf<T>(child: ChildProcess, pick: (message: FromClient) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromClient) => {
      if ('fault' in message) return reject(new Error(`a load client failed: ${message.fault}`));
      const picked = pick(message);
      if (picked !== undefined) resolve(picked);
    });
    child.once('exit', (code) => reject(new Error(`a load client ended with exit code ${code}`)));
  });
}

function summary(counted: readonly Counted[], serverMs: number): LoadResult {
  const sum = (of: (each: Counted) => number): number => counted.reduce((total, each) => total + of(each), 0);
  const items = sum((each) => each.items);
  const elapsedMs = Math.max(...counted.map((each) => each.elapsedMs));
  return {
    itemsPerSecond: sum((each) => (each.items / each.elapsedMs) * 1000),
    requestsPerSecond: sum((each) => (each.requests / each.elapsedMs) * 1000),
    serverUs: (serverMs * 1000) / items,
    clientUs: (sum((each) => each.cpuMs) * 1000) / items,
    serverCores: serverMs / elapsedMs,
    p50Ms: Math.max(...counted.map((each) => each.latenciesMs.p50)),
    p99Ms: Math.max(...counted.map((each) => each.latenciesMs.p99)),
  };
}

/** What is worth printing beside a rate. */
export function notesOf({ serverUs, clientUs, serverCores, p50Ms, p99Ms }: LoadResult): Record<string, number> {
  return {
    'server µs': serverUs,
    'client µs': clientUs,
    'server cores': serverCores,
    'p50 ms': p50Ms,
    'p99 ms': p99Ms,
  };
}
