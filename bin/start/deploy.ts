/** Deploys the synthesized app to the local cloud, the providers' addresses being the sandbox's. */
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

import type { LocalCloud } from './local-cloud.ts';
import type { Tell } from './progress.ts';
import type { Providers } from './providers.ts';
import { assemblyFolder } from './synthesize.ts';

export interface Outputs {
  readonly summary: string;
  /** The value of a stack output, by its key. Throws when no stack has it. */
  output(key: string): string;
}

interface Line {
  readonly event?: { readonly stackName: string; readonly logicalId: string; readonly status: string };
  readonly done?: boolean;
  readonly stacks?: readonly { readonly outputs: readonly { readonly key: string; readonly value: string }[] }[];
  readonly failed?: string;
}

/** Crawls follow each other quickly here, so that what the listeners play next shows up while someone watches. */
const crawlIntervalSeconds = 60;

export async function deploy({ url }: LocalCloud, { sandbox }: Providers, tell: Tell): Promise<Outputs> {
  const parameters = {
    SpotifyClientId: sandbox.clientId,
    SpotifyAccountsUrl: sandbox.spotifyAccountsUrl,
    SpotifyApiUrl: sandbox.spotifyApiUrl,
    ListenBrainzApiUrl: sandbox.listenBrainzApiUrl,
    CrawlIntervalSeconds: String(crawlIntervalSeconds),
  };
  const response = await fetch(`${url}/_cloud/deploy`, {
    method: 'POST',
    headers: { 'x-local-cloud': 'deploy' },
    body: JSON.stringify({ assembly: resolve(assemblyFolder), parameters }),
  });
  if (!response.ok || !response.body)
    throw new Error(`the cloud answered ${response.status}: ${await response.text()}`);
  let changes = 0;
  for await (const text of createInterface({ input: Readable.fromWeb(response.body as never) })) {
    const line = JSON.parse(text) as Line;
    if (line.failed) throw new Error(line.failed);
    if (line.event?.status.endsWith('_COMPLETE')) changes += 1;
    if (line.event) tell(`${line.event.stackName} ${line.event.logicalId}`);
    if (line.done) return outputsOf(line.stacks ?? [], changes);
  }
  throw new Error('the cloud stopped answering in the middle of the deployment');
}

function outputsOf(stacks: NonNullable<Line['stacks']>, changes: number): Outputs {
  const values = new Map(stacks.flatMap(({ outputs }) => outputs.map(({ key, value }) => [key, value])));
  return {
    summary: `${stacks.length} stacks, ${changes === 0 ? 'nothing to change' : `${changes} resources changed`}`,
    output: (key) => {
      const value = values.get(key);
      if (value === undefined) throw new Error(`no stack has an output ${key}`);
      return value;
    },
  };
}
