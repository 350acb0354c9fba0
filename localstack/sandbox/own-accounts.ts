import type { Log } from '../engine/log.ts';
import { accountKey } from './account.ts';
import type { Account, Listener } from './account.ts';
import { loadHistory } from './histories/load-history.ts';
import type { LoadedHistory } from './histories/load-history.ts';
import { daysToNow, retime } from './histories/retime.ts';
import { fixedHistory } from './play.ts';
import type { StateFile } from './state-file.ts';

/** What a person's account is called when the export does not tell. */
const accountNameDefault = 'you';

/**
 * The accounts of the person whose exports are given: one at each provider that they came from, all of one listener.
 * Every history is moved by whole days so that its last play is the most recent one before now; by how many is kept in
 * the state, so that a restart with the same files shows the same plays. Throws `UnreadableHistory`.
 */
export function ownAccounts(
  paths: readonly string[],
  parts: { file: StateFile; nowMs: number; listener: Listener; isTimelapse: boolean; log: Log },
): Account[] {
  return loadByProvider(paths).map((loaded) => {
    const { provider, report, plays } = loaded;
    const name = loaded.accountName ?? accountNameDefault;
    const days = keptDays(loaded, accountKey({ provider, name }), parts);
    parts.log('info', 'sandbox-history-loaded', { provider, account: name, days, ...report });
    return {
      provider,
      name,
      listener: parts.listener,
      history: fixedHistory(retime(plays, days)),
      isTimelapse: parts.isTimelapse && provider === 'spotify',
    };
  });
}

/** One history for each provider. Files of one provider are read together, since they overlap and make up one history. */
function loadByProvider(paths: readonly string[]): LoadedHistory[] {
  const loads = paths.map((path) => ({ path, loaded: loadHistory(path) }));
  return [...Map.groupBy(loads, ({ loaded }) => loaded.provider).values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    return [more.length === 0 ? first.loaded : loadHistory(first.path, ...more.map(({ path }) => path))];
  });
}

function keptDays(
  { fingerprint, plays }: LoadedHistory,
  key: string,
  { file, nowMs }: { file: StateFile; nowMs: number },
): number {
  const { retimings, heads } = file.state;
  const kept = retimings[key];
  if (kept?.fingerprint === fingerprint) return kept.days;
  const days = daysToNow(plays, nowMs);
  retimings[key] = { fingerprint, days };
  // Another history begins another timelapse.
  delete heads[key];
  file.save();
  return days;
}
