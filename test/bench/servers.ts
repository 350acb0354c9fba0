/** The servers that are measured, each a process of its own on a port of its own. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { startLocalCloud, type LocalCloud } from '../../bin/start/local-cloud.ts';
import type { Bench, Started } from './bench.ts';
import { profiled } from './profile/profiles.ts';

export interface Server extends Started {
  readonly url: string;
  readonly pid: number;
}

export type Cloud = LocalCloud & Server & { readonly folder: string };

const startLimitMs = 15_000;

/** The local cloud as `npm start` runs it, with nothing in its state folder. */
export async function startCloud(bench: Bench, name: string): Promise<Cloud> {
  const folder = join(bench.folder, name);
  const { profileFolder } = bench.options;
  // The cloud hands no environment on to the functions' processes, so that this profiles only the cloud.
  const before = { ...process.env };
  if (profileFolder) Object.assign(process.env, profiled(profileFolder, `cloud-${name}`));
  const cloud = await startLocalCloud({ port: 0, folder });
  process.env = before;
  const kept = bench.keep({ ...cloud, pid: 0, folder });
  const health = (await (await fetch(`${cloud.url}/_cloud/health`)).json()) as { readonly process: number };
  return Object.assign(kept, { pid: health.process });
}

/** kinesalite, the Kinesis that most local stacks are built on; in memory, which is the faster of its two ways. */
export async function startKinesalite(bench: Bench): Promise<Server> {
  const program = createRequire(import.meta.url).resolve('kinesalite/cli.js');
  const port = await freePort();
  const child = spawn(process.execPath, [program, '--port', String(port), '--createStreamMs', '1'], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const server = bench.keep({
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  });
  await listening(port);
  return server;
}

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('the system gave no port');
  return address.port;
}

/** Resolves when somebody listens on the port. */
export async function listening(port: number): Promise<void> {
  const deadlineMs = Date.now() + startLimitMs;
  while (!(await isListening(port))) {
    if (Date.now() > deadlineMs) throw new Error(`nobody listens on port ${port} after ${startLimitMs / 1000} s`);
    await wait(20);
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
