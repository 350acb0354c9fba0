/** The provider sandbox, on a port that stays the same from run to run while it is free. */
import { join } from 'node:path';

import { RealClock } from '../../localstack/engine/clock.ts';
import { startSandbox, type Sandbox } from '../../localstack/sandbox/start-sandbox.ts';

export interface Providers {
  readonly sandbox: Sandbox;
  readonly summary: string;
  stop(): Promise<void>;
}

/** Fixed, so that the addresses in the deployed functions need no change at the next start. */
const usualPort = 4580;
const seed = 20261120;

export async function startProviders({
  folder,
  histories,
}: {
  folder: string;
  histories: readonly string[];
}): Promise<Providers> {
  const options = { folder: join(folder, 'sandbox'), seed, histories, clock: new RealClock() };
  const sandbox = await startSandbox({ ...options, port: usualPort }).catch((fault: Error) => {
    if (!isPortTaken(fault)) throw fault;
    return startSandbox({ ...options, port: 0 });
  });
  const listeners = new Set(sandbox.accounts.map(({ listener }) => listener.id));
  return {
    sandbox,
    summary: `${sandbox.url}: ${listeners.size} listeners with ${sandbox.accounts.length} accounts`,
    stop: () => sandbox.stop(),
  };
}

function isPortTaken({ cause }: Error): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
}
