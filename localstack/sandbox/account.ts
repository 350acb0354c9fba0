import { listedByListenBrainz } from './listenbrainz/listed.ts';
import type { History, ListedPlay } from './play.ts';
import { listedBySpotify } from './spotify/listed.ts';

export type SandboxProvider = 'spotify' | 'listenbrainz';

/** A person of the sandbox. One person may have an account at each provider. */
export interface Listener {
  readonly id: string;
  readonly displayName: string;
  /** IANA time zone, such as `Europe/Berlin`. */
  readonly zone: string;
}

/** One account at one provider, and what is played on it. */
export interface Account {
  readonly provider: SandboxProvider;
  /** The account's name at the provider; unique there. */
  readonly name: string;
  readonly listener: Listener;
  readonly history: History;
  /** Whether a client may catch up on the last nine days; see `decisions/0001-timelapse.md`. Spotify only. */
  readonly isTimelapse: boolean;
}

/**
 * What was listed when a history was last looked at. A history only ever grows at its end, so as many plays are the same
 * plays; a person's export has hundreds of thousands, and a crawl asks for them page by page.
 */
const lastListed = new WeakMap<History, { readonly playCount: number; readonly listed: readonly ListedPlay[] }>();

/** The account's plays that its provider would list at `instantMs` if it kept all of them, oldest first. */
export function listedUntil({ history, provider }: Account, instantMs: number): readonly ListedPlay[] {
  const plays = history.until(instantMs);
  const known = lastListed.get(history);
  if (known?.playCount === plays.length) return known.listed;
  const listed = provider === 'spotify' ? listedBySpotify(plays) : listedByListenBrainz(plays);
  lastListed.set(history, { playCount: plays.length, listed });
  return listed;
}

/** The name an account goes by in the state file and in logs: unique across providers. */
export function accountKey({ provider, name }: { provider: SandboxProvider; name: string }): string {
  return `${provider}:${name}`;
}
