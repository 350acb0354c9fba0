import type { Clock } from '../engine/clock.ts';
import { silentLog } from '../engine/log.ts';
import type { Log } from '../engine/log.ts';
import type { Account, Listener, SandboxProvider } from './account.ts';
import { adminRoutes } from './admin-routes.ts';
import { faultAnswer } from './fault-answer.ts';
import { Faults } from './faults.ts';
import { demoAccounts, demoListeners } from './histories/demo-listeners.ts';
import type { DemoListener } from './histories/demo-listeners.ts';
import { historyTruth } from './history-truth.ts';
import type { TrueListen } from './history-truth.ts';
import type { ListenBrainzSandbox } from './listenbrainz/listenbrainz-sandbox.ts';
import { RateLimit, rateLimitDefault } from './listenbrainz/rate-limit.ts';
import type { RateLimitSettings } from './listenbrainz/rate-limit.ts';
import { listenBrainzRoutes } from './listenbrainz/routes.ts';
import { UserTokens } from './listenbrainz/user-tokens.ts';
import { ownAccounts } from './own-accounts.ts';
import { listen } from './sandbox-server.ts';
import type { Mount, ServerParts } from './sandbox-server.ts';
import { checkRedirectUrl } from './spotify/check-redirect-url.ts';
import { Grants } from './spotify/grants.ts';
import { PlayHeads } from './spotify/play-heads.ts';
import { spotifyAccountsRoutes, spotifyApiRoutes } from './spotify/routes.ts';
import type { SpotifySandbox } from './spotify/spotify-sandbox.ts';
import { openStateFile } from './state-file.ts';
import type { StateFile } from './state-file.ts';

export interface SandboxOptions {
  /** Where the state lives; made when it is not there. */
  readonly folder: string;
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  /** What is generated follows from it. A folder that has a state keeps its own seed. */
  readonly seed: number;
  /** Exports of one person's own listening; that person is a listener beside the generated ones. */
  readonly histories?: readonly string[];
  /** Who the person of `histories` is. By default `you`, in this machine's zone. */
  readonly owner?: Listener;
  /** The generated people; `demoListeners` by default. */
  readonly listeners?: readonly DemoListener[];
  /** Whether Spotify accounts let a client catch up on nine days (decisions/0001-timelapse.md). True by default. */
  readonly isTimelapse?: boolean;
  /** The one application registered at the Spotify sandbox. */
  readonly clientId?: string;
  /** Its redirect addresses; more can be registered while it runs. */
  readonly redirectUrls?: readonly string[];
  readonly rateLimit?: RateLimitSettings;
  readonly clock: Clock;
  readonly log?: Log;
}

export interface SandboxAccount {
  readonly provider: SandboxProvider;
  readonly name: string;
  readonly listener: Listener;
  /** A ListenBrainz user's token. Spotify's are given out through OAuth only. */
  readonly userToken?: string;
}

/** A running sandbox. */
export interface Sandbox {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** The three base addresses, in place of accounts.spotify.com, api.spotify.com and api.listenbrainz.org. */
  readonly spotifyAccountsUrl: string;
  readonly spotifyApiUrl: string;
  readonly listenBrainzApiUrl: string;
  readonly clientId: string;
  readonly accounts: readonly SandboxAccount[];
  readonly faults: Faults;
  /** Allows a redirect address: https, or http on a loopback IP address. Kept across restarts. */
  registerRedirectUrl(url: string): void;
  /** The person takes the consent back (Spotify), or resets the user token (ListenBrainz). */
  revokeTokens(provider: SandboxProvider, account: string): void;
  /** Ends the account's Spotify access tokens now. */
  expireTokens(provider: SandboxProvider, account: string): void;
  /** What a perfect collector would have by `untilMs`: see `historyTruth`. Begins where an account's timelapse began. */
  truth(provider: SandboxProvider, account: string, untilMs: number): readonly TrueListen[];
  /** Closes every connection. The folder holds what a later start goes on from. */
  stop(): Promise<void>;
}

export const clientIdDefault = 'heavy-rotation-sandbox';

/**
 * Starts the provider sandbox on loopback. On a folder that has a state it goes on where it was: the same people with the
 * same plays, the same tokens, the same play heads. Throws `UnreadableHistory` for a history that cannot be used, and an
 * `Error` when the port is taken or the state is not one of ours.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, log = silentLog, clientId = clientIdDefault } = options;
  const parts = openParts(options, log);
  const { accounts, faults, heads, tokens, rateLimit } = parts;
  const control = controlOf(parts);
  for (const redirectUrl of options.redirectUrls ?? []) control.registerRedirectUrl(redirectUrl);

  const mounts: Mount[] = [];
  const answerOf: ServerParts['faultAnswer'] = (fault, provider) => faultAnswer(fault, provider, rateLimit);
  const serverParts: ServerParts = { clock, log, faults, mounts: () => mounts, faultAnswer: answerOf };
  const { server, url } = await listen(serverParts, options.port ?? 0);
  mounts.push(...mountsOf(parts, control, clientId, url));
  log('info', 'sandbox-started', { url, accounts: accounts.length, seed: parts.file.state.seed });
  return {
    url,
    spotifyAccountsUrl: `${url}/spotify/accounts`,
    spotifyApiUrl: `${url}/spotify/api`,
    listenBrainzApiUrl: `${url}/listenbrainz`,
    clientId,
    accounts: accounts.map((account) => shownAccount(account, tokens)),
    faults,
    ...control,
    truth: (provider, name, untilMs) => {
      const account = findAccount(accounts, provider, name);
      return historyTruth(account, untilMs, heads.beginMs(account));
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a running sandbox consists of, behind its addresses. */
interface Parts {
  readonly file: StateFile;
  readonly accounts: readonly Account[];
  readonly faults: Faults;
  readonly heads: PlayHeads;
  readonly grants: Grants;
  readonly tokens: UserTokens;
  readonly rateLimit: RateLimit;
  readonly nowMs: () => number;
}

function openParts(options: SandboxOptions, log: Log): Parts {
  const nowMs = (): number => options.clock.nowMs();
  const file = openStateFile(options.folder, { seed: options.seed, anchorMs: nowMs() });
  return {
    file,
    accounts: allAccounts(options, file, log),
    faults: new Faults(),
    heads: new PlayHeads(file, nowMs),
    grants: new Grants(file, nowMs),
    tokens: new UserTokens(file),
    rateLimit: new RateLimit(options.rateLimit ?? rateLimitDefault, nowMs),
    nowMs,
  };
}

type Control = Pick<Sandbox, 'registerRedirectUrl' | 'revokeTokens' | 'expireTokens'>;

function controlOf({ file, accounts, grants, tokens }: Parts): Control {
  return {
    registerRedirectUrl: (url) => registerRedirectUrl(file, url),
    revokeTokens: (provider, account) => {
      const { name } = findAccount(accounts, provider, account);
      if (provider === 'spotify') grants.revoke(name);
      else tokens.revoke(name);
    },
    expireTokens: (provider, account) => {
      if (provider !== 'spotify') throw new Error('ListenBrainz tokens do not expire');
      grants.expire(findAccount(accounts, provider, account).name);
    },
  };
}

/** Every address that the sandbox answers, by prefix. A provider is added here. */
function mountsOf(parts: Parts, control: Control, clientId: string, url: string): readonly Mount[] {
  const { file, faults, heads, grants, tokens, rateLimit, nowMs } = parts;
  const accountsAt = (provider: SandboxProvider) => (): readonly Account[] =>
    parts.accounts.filter((account) => account.provider === provider);
  const spotify: SpotifySandbox = {
    clientId,
    grants,
    heads,
    nowMs,
    accounts: accountsAt('spotify'),
    redirectUrls: () => file.state.redirectUrls,
    apiUrl: () => `${url}/spotify/api`,
  };
  const listenBrainz: ListenBrainzSandbox = { tokens, rateLimit, nowMs, accounts: accountsAt('listenbrainz') };
  const providers: readonly Mount[] = [
    { prefix: '/spotify/accounts', provider: 'spotify', routes: spotifyAccountsRoutes(spotify) },
    { prefix: '/spotify/api', provider: 'spotify', routes: spotifyApiRoutes(spotify) },
    { prefix: '/listenbrainz', provider: 'listenbrainz', routes: listenBrainzRoutes(listenBrainz) },
  ];
  const operations = (provider: SandboxProvider): readonly string[] =>
    providers
      .filter((mount) => mount.provider === provider)
      .flatMap(({ routes }) => routes.map(({ operation }) => operation));
  const admin = adminRoutes({ faults, heads, nowMs, accounts: () => parts.accounts, operations, ...control });
  return [...providers, { prefix: '/_sandbox', routes: admin }];
}

function findAccount(accounts: readonly Account[], provider: SandboxProvider, name: string): Account {
  const account = accounts.find((one) => one.provider === provider && one.name === name);
  if (!account) throw new Error(`there is no account ${provider}:${name}`);
  return account;
}

function allAccounts(options: SandboxOptions, file: StateFile, log: Log): readonly Account[] {
  const { clock, histories = [], listeners = demoListeners, isTimelapse = true } = options;
  const { seed, anchorMs } = file.state;
  if (seed !== options.seed) log('warn', 'sandbox-seed-kept', { kept: seed, given: options.seed });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const listener = options.owner ?? { id: 'you', displayName: 'You', zone };
  const accounts = [
    ...ownAccounts(histories, { file, nowMs: clock.nowMs(), listener, isTimelapse, log }),
    ...demoAccounts(listeners, { seed, anchorMs, isTimelapse }),
  ];
  const names = accounts.map(({ provider, name }) => `${provider}:${name}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`the account ${twice} is there twice`);
  return accounts;
}

function registerRedirectUrl(file: StateFile, url: string): void {
  checkRedirectUrl(url);
  const { redirectUrls } = file.state;
  if (redirectUrls.includes(url)) return;
  redirectUrls.push(url);
  file.save();
}

function shownAccount({ provider, name, listener }: Account, tokens: UserTokens): SandboxAccount {
  const userToken = provider === 'listenbrainz' ? tokens.tokenOf(name) : undefined;
  return { provider, name, listener, ...(userToken === undefined ? {} : { userToken }) };
}
