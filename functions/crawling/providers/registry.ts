import { listenbrainz } from './listenbrainz.ts';
import type { Providers, ProviderWorld } from './provider.ts';
import { spotify } from './spotify.ts';

/** What a function that talks to providers must be told. */
export type ProviderEnv = {
  SPOTIFY_CLIENT_ID: string;
  SPOTIFY_ACCOUNTS_URL: string;
  SPOTIFY_API_URL: string;
  LISTENBRAINZ_API_URL: string;
};

export const providerEnvNames = [
  'SPOTIFY_CLIENT_ID',
  'SPOTIFY_ACCOUNTS_URL',
  'SPOTIFY_API_URL',
  'LISTENBRAINZ_API_URL',
] as const satisfies readonly (keyof ProviderEnv)[];

/** Every provider there is. A new one is a module beside this file, its settings above and a line here. */
export function providerRegistry(env: ProviderEnv, world: ProviderWorld): Providers {
  const modules = [
    spotify(
      {
        clientId: env.SPOTIFY_CLIENT_ID,
        accountsUrl: env.SPOTIFY_ACCOUNTS_URL,
        apiUrl: env.SPOTIFY_API_URL,
      },
      world,
    ),
    listenbrainz({ apiUrl: env.LISTENBRAINZ_API_URL }, world),
  ];
  return new Map(modules.map((module) => [module.name, module]));
}
