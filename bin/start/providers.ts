/** The provider sandbox, on a port that stays the same from run to run while it is free. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { RealClock } from '../../localstack/engine/clock.ts';
import { makeFolder } from '../../localstack/engine/make-folder.ts';
import { startSandbox, type Sandbox } from '../../localstack/sandbox/start-sandbox.ts';
import { counted } from './progress.ts';

export interface Providers {
  readonly sandbox: Sandbox;
  readonly summary: string;
  stop(): Promise<void>;
}

/** Fixed, so that the addresses in the deployed functions need no change at the next start. */
const usualPort = 4580;
const seed = 20261120;

const readable =
  'What can be read: Spotify extended streaming history (.json files or their .zip), a ListenBrainz export (.zip, .jsonl, .json).';

interface ProvidersOptions {
  readonly folder: string;
  /** A person's own exports; without any, those of the last start on this folder. */
  readonly histories: readonly string[];
}

export async function startProviders({ folder, histories }: ProvidersOptions): Promise<Providers> {
  makeFolder(folder);
  const remembered = rememberHistories(join(folder, 'histories.json'), histories);
  const options = { folder: join(folder, 'sandbox'), seed, histories: remembered, clock: new RealClock() };
  const sandbox = await startSandbox({ ...options, port: usualPort }).catch((fault: Error) => {
    if (fault.name === 'UnreadableHistory') throw new Error(`${fault.message}\n${readable}`, { cause: fault });
    if (!isPortTaken(fault)) throw fault;
    return startSandbox({ ...options, port: 0 });
  });
  const listeners = new Set(sandbox.accounts.map(({ listener }) => listener.id));
  const people = `${counted(listeners.size, 'listener')} with ${counted(sandbox.accounts.length, 'account')}`;
  const own = remembered.length === 0 ? '' : await ownPlays(sandbox);
  return { sandbox, summary: `${sandbox.url}: ${people}${own}`, stop: () => sandbox.stop() };
}

/** Keeps the list of files, so that the next start has the same listeners; drops files that are gone. */
function rememberHistories(file: string, given: readonly string[]): readonly string[] {
  if (given.length > 0) {
    writeFileSync(file, JSON.stringify(given));
    return given;
  }
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
  return kept.filter((each) => existsSync(each));
}

interface SandboxSummary {
  readonly accounts: readonly {
    readonly listener: { readonly id: string };
    readonly played: number;
    readonly listed: number;
  }[];
}

/** How much of a person's own history the services would show: plays under 30 s and private sessions they do not. */
async function ownPlays({ url, accounts }: Sandbox): Promise<string> {
  const [first] = accounts;
  const summary = (await (await fetch(`${url}/_sandbox/accounts`)).json()) as SandboxSummary;
  const own = summary.accounts.filter(({ listener }) => listener.id === first?.listener.id);
  const [played, listed] = [
    own.reduce((sum, each) => sum + each.played, 0),
    own.reduce((sum, each) => sum + each.listed, 0),
  ];
  return `; your ${played} plays, ${listed} of them listed (30 s or longer, not private)`;
}

function isPortTaken({ cause }: Error): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
}
