/** The local cloud as a process of its own, which ends when this one does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';

import { makeFolder } from '../../localstack/engine/make-folder.ts';

export interface LocalCloud {
  readonly url: string;
  readonly logFile: string;
  readonly summary: string;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Ends it without warning, as `kill -9` does. For drills. */
  kill(): Promise<void>;
}

export interface LocalCloudOptions {
  readonly port: number;
  readonly folder: string;
}

/** Starts it and waits until it answers. Rejects with the reason when it cannot start. */
export async function startLocalCloud({ port, folder }: LocalCloudOptions): Promise<LocalCloud> {
  makeFolder(folder);
  const logFile = join(folder, 'cloud.log');
  const log = openSync(logFile, 'a');
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      'localstack/main.ts',
      '--port',
      String(port),
      '--state',
      join(folder, 'state'),
    ],
    // Detached, so that Ctrl-C reaches only the parent, which stops things in order. The channel's end stops the child.
    { stdio: ['ignore', log, log, 'ipc'], detached: true },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await readiness(child, logFile);
  return {
    url,
    logFile,
    summary: `${url} (HTTP and HTTPS)`,
    ended,
    stop: () => stop(child, ended),
    kill: () => kill(child, ended),
  };
}

interface Message {
  readonly ready?: string;
  readonly failed?: string;
}

async function readiness(child: ChildProcess, logFile: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`the local cloud ended with exit code ${code}; see ${logFile}`)));
    child.on('message', ({ ready, failed }: Message) => {
      if (ready) resolve(ready);
      if (failed) reject(new Error(failed));
    });
  });
}

async function kill(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const deadline = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(deadline);
}
