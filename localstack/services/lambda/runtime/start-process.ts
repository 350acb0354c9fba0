/** Starts the process of an execution environment: Node.js, the stand-in for the native client, AWS's runtime client. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import type { Exit } from './failure.ts';

export interface FunctionProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  onExit(listener: (exit: Exit) => void): void;
  /** Ends the process and what it started, at once. */
  kill(): void;
}

/** Starts a process that talks to the Runtime API at this `host:port`. */
export type StartProcess = (runtimeApi: string) => FunctionProcess;

const standIn = join(import.meta.dirname, 'rapid-client.cjs');
const runtimeClient = createRequire(import.meta.url).resolve('aws-lambda-ric');

/** Of a function's memory Lambda gives nine tenths to the JavaScript heap and leaves the rest to everything else. */
const heapShare = 0.9;

/** Starts Node.js in `taskRoot` with `environment` and no other variables. */
export function startNode(
  memoryMb: number,
  taskRoot: string,
  environment: Readonly<Record<string, string>>,
): FunctionProcess {
  const nodeArguments = [
    `--max-old-space-size=${Math.floor(memoryMb * heapShare)}`,
    '--require',
    standIn,
    runtimeClient,
  ];
  const child = spawn(process.execPath, nodeArguments, {
    cwd: taskRoot,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the cloud's terminal is the cloud's business, and a kill takes grandchildren along.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    onExit: (listener) => {
      child.once('exit', (code, signal) => listener({ code, signal }));
      child.once('error', () => listener({ code: 127, signal: null }));
    },
    kill: () => killGroup(child),
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (fault) {
    // It ended on its own between the check and the signal.
    if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault;
  }
}
